internal import WBXML

/// What an element may hold: the DTD's content model as data.
struct ContentModel: Sendable {
  enum Kind: Sendable {
    /// Nothing at all.
    case empty
    /// Text only.
    case text
    /// Text and whatever elements.
    case any
    /// The particles' elements, in the particles' order.
    case sequence
    /// Text, or the particles' elements in any order: Meta, which the DTD declares as text and MetInf fills.
    case set
  }

  /// A tag that a particle takes.
  struct Option: Sendable {
    var tag: Tag
    /// Whether it may stand more than once where its particle takes one tag only: `(Node*|Value?)`.
    var isRepeated: Bool
  }

  /// A step of a sequence: a tag, or a choice of tags.
  struct Particle: Sendable {
    var options: [Option]
    var isRequired: Bool
    /// Whether it may stand more than once, with any of its tags.
    var isRepeated: Bool

    func option(_ tag: Tag) -> Option? { options.first { $0.tag == tag } }
  }

  var kind: Kind
  var particles: [Particle] = []
}

/// The content models of SyncML, MetInf and DMDDF, or those of DevInf, by tag.
struct ContentModels: Sendable {
  private var models: [ContentModel?]

  /// Every place that a model has for a child: its parent and its name.
  var positions: [(parent: Tag, child: Tag)] {
    models.indices.flatMap { index in
      (models[index]?.particles ?? []).flatMap(\.options)
        .map { (Tag(page: UInt8(index / 64), token: UInt8(index % 64)), $0.tag) }
    }
  }

  func model(of tag: Tag) -> ContentModel? {
    let index = Int(tag.page) * 64 + Int(tag.token)
    return models.indices.contains(index) ? models[index] : nil
  }

  /// Reads models as the DTD writes them, a line each: `Name: particles`.
  ///
  /// A particle is a name, or names in parentheses with bars between them; `?`, `*` or `+` may follow. Instead of
  /// particles there may be `#empty`, `#text` or `#any`; `#set` before particles lifts their order.
  /// Names are looked up on the page that the last `page` line named.
  init(parsing text: String, language: Language) {
    models = Array(repeating: nil, count: 3 * 64)
    var page: UInt8 = 0
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first, words.count > 1 else { continue }
      if first == "page" {
        page = UInt8(words[1]) ?? 0
        continue
      }
      guard let model = Self.model(words[1...], page, language) else { continue }
      for name in first.dropLast().split(separator: "|") {
        guard let tag = Self.tag(name, page, language) else { continue }
        let index = Int(tag.page) * 64 + Int(tag.token)
        if models.indices.contains(index) { models[index] = model }
      }
    }
  }

  private static func model(_ words: ArraySlice<Substring>, _ page: UInt8, _ language: Language) -> ContentModel? {
    switch words.first {
    case "#empty": ContentModel(kind: .empty)
    case "#text": ContentModel(kind: .text)
    case "#any": ContentModel(kind: .any)
    case "#set": ContentModel(kind: .set, particles: words.dropFirst().map { particle($0, page, language) })
    default: ContentModel(kind: .sequence, particles: words.map { particle($0, page, language) })
    }
  }

  private static func particle(_ text: Substring, _ page: UInt8, _ language: Language) -> ContentModel.Particle {
    let (body, mark) = splitMark(text)
    let names = body.hasPrefix("(") ? body.dropFirst().dropLast() : body
    var isOptional = mark == "?" || mark == "*"
    var options: [ContentModel.Option] = []
    for option in names.split(separator: "|") {
      let (name, mark) = splitMark(option)
      guard let tag = tag(name, page, language) else { continue }
      options.append(.init(tag: tag, isRepeated: mark == "*" || mark == "+"))
      isOptional = isOptional || mark == "?" || mark == "*"
    }
    return .init(options: options, isRequired: !isOptional, isRepeated: mark == "*" || mark == "+")
  }

  private static func splitMark(_ text: Substring) -> (text: Substring, mark: Character?) {
    guard let last = text.last, last == "?" || last == "*" || last == "+" else { return (text, nil) }
    return (text.dropLast(), last)
  }

  /// A name may carry its page in front, as `1.Format`: Meta holds elements of another page.
  private static func tag(_ name: Substring, _ page: UInt8, _ language: Language) -> Tag? {
    let parts = name.split(separator: ".")
    guard let local = parts.last else { return nil }
    let page = parts.count == 2 ? UInt8(parts[0]) ?? page : page
    return language.tag(named: Array(local.utf8).span, onPage: page)
  }
}
