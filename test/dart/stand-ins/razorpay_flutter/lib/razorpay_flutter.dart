/// As much of razorpay_flutter as the documents use: it opens nothing, and keeps what it was to open.
library razorpay_flutter;

class Razorpay {
  /// What the checkout was opened with last.
  late Map<String, dynamic> opened;

  void open(Map<String, dynamic> options) => opened = options;
}
