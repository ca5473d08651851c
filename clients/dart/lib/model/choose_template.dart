// Made of openapi.json by `npm run sdk:dart`; a change made here is lost.

part of '../carqr_api.dart';


class ChooseTemplate {
  const ChooseTemplate({
    this.selectedTemplate,
    this.templateId,
  });

  factory ChooseTemplate.fromJson(Object? json) {
    final fields = _Fields('ChooseTemplate', json);
    return ChooseTemplate(
      selectedTemplate: fields.optional('selectedTemplate', (v) => Template.fromJson(v)),
      templateId: fields.optional('templateId', (v) => Template.fromJson(v)),
    );
  }

  final Template? selectedTemplate;

  final Template? templateId;

  Map<String, dynamic> toJson() => {
        if (selectedTemplate != null) 'selectedTemplate': selectedTemplate,
        if (templateId != null) 'templateId': templateId,
      };

  @override
  String toString() => 'ChooseTemplate${toJson()}';
}

