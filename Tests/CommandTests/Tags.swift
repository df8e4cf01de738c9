import Testing

extension Tag {
  /// Suites that take seconds: they run by default, and can be left out with `--skip`.
  @Tag static var slow: Self
}
