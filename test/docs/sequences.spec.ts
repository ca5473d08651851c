import { readFileSync } from 'node:fs';
import { listDocuments, readBlocks } from '../support/documents.mjs';

interface Schema {
  $ref?: string;
  properties?: Record<string, unknown>;
}
interface Content {
  content?: Record<string, { schema: Schema; examples?: Record<string, unknown> }>;
}
interface Operation {
  requestBody?: Content;
  responses: Record<string, Content>;
}

const { paths, components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const listNames = (list: string): string[] => list.split(',').map((name) => name.trim());

function fieldsOf(content: Content | undefined): string[] {
  const schema = content?.content?.['application/json']?.schema;
  const named = schema?.$ref ? components.schemas[schema.$ref.replace('#/components/schemas/', '')] : schema;
  return Object.keys(named?.properties ?? {});
}

/** What is wrong about one line of a diagram, of a call to the API or its answer. */
function findFault(message: string, isCall: boolean, operation: Operation | undefined): string | undefined {
  if (!operation) return 'no such operation';
  const [, fields] = /\{ (.*) \}$/.exec(message) ?? [];
  const [, status = '200', code] = /^(\d{3})(?: ([A-Z_]+))?/.exec(message) ?? [];
  const content = isCall ? operation.requestBody : operation.responses[status];
  if (code && !JSON.stringify(content ?? {}).includes(code)) return `no ${status} ${code}`;
  const unknown = fields ? listNames(fields).filter((name) => !fieldsOf(content).includes(name)) : [];
  return unknown.length > 0 ? `no ${unknown.join(', ')}` : undefined;
}

describe('the sequence diagrams in the documents', () => {
  const diagrams = listDocuments()
    .flatMap(readBlocks)
    .filter(({ language, text }) => language === 'mermaid' && text.startsWith('sequenceDiagram'));

  it.each(diagrams)('call what there is and are answered with what it answers: $document', ({ text }) => {
    let operation: Operation | undefined;
    const messages = [...text.matchAll(/^ *(?:App->>API|API-->>(App)): (.*)$/gm)];
    const faults = messages.flatMap(([line, answered, message = '']) => {
      const [, method = '', path = ''] = /^([A-Z]+) (\S+)/.exec(message) ?? [];
      if (!answered) operation = paths[path]?.[method.toLowerCase()];
      const fault = findFault(message, !answered, operation);
      return fault ? [`${line.trim()}: ${fault}`] : [];
    });
    expect(messages.length).toBeGreaterThan(3);
    expect(faults).toEqual([]);
  });
});
