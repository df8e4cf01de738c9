import Testing
import WBXML
import XMLCoding

@testable import SyncML

@Suite("The content models and the vectors")
struct ContentModelCoverageTests {
  @Test("every place that a model has for a child is taken in a valid vector")
  func positions() throws {
    let seen = try Self.seen()
    for (name, models, language) in [
      ("SyncML", ContentModels.syncML, Language.syncML12), ("DevInf 1.2", .devInf12, .devInf12),
      ("DevInf 1.1", .devInf11, .devInf11),
    ] {
      let positions = models.positions
      #expect(positions.count > 40)
      for (parent, child) in positions {
        let place = Place(model: name, parent: parent, child: child)
        #expect(
          seen.contains(place),
          "\(name): no \(language.name(of: child) ?? "?") in a \(language.name(of: parent) ?? "?")")
      }
    }
  }

  @Test("a required child that is taken out, doubled or put last is found, in every valid vector")
  func mutations() throws {
    var counts = (missing: 0, doubled: 0, late: 0)
    for vector in ValidationVector.valid where vector.xml != nil {
      var document = EventTape()
      try XMLEventParser.parse(vector.bytes.span, into: &document)
      guard try Self.errors(document) == [] else { continue }
      for mutant in Mutant.all(of: document) {
        let found = try Self.errors(try mutant.tape(of: document))
        switch mutant.kind {
        case .missing:
          counts.missing += 1
          #expect(found.contains("DTD-02"), "\(vector.id) without \(mutant.name)")
        case .doubled:
          counts.doubled += 1
          #expect(found.contains("DTD-04"), "\(vector.id) with two of \(mutant.name)")
        case .late:
          counts.late += 1
          #expect(
            found.contains("DTD-03") || found.contains("DTD-10"), "\(vector.id) with \(mutant.name) last")
        }
      }
    }
    #expect(counts.missing > 1000 && counts.doubled > 1000 && counts.late > 1000, "\(counts)")
  }

  private struct Place: Hashable {
    var model: String
    var parent: WBXML.Tag
    var child: WBXML.Tag
  }

  private static func seen() throws -> Set<Place> {
    var all: Set<Place> = []
    for vector in ValidationVector.valid {
      guard vector.xml != nil, vector.expected(.warning).allSatisfy({ !$0.rule.hasPrefix("DTD") }) else { continue }
      var tape = EventTape()
      try XMLEventParser.parse(vector.bytes.span, into: &tape)
      var open: [WBXML.Tag?] = []
      var models = ["SyncML"]
      for record in tape.records {
        switch record.kind {
        case .startEmbeddedDocument:
          let language = tape.header(of: record)?.language
          models.append(
            language == .devInf12 ? "DevInf 1.2" : DevInfTag.isLanguage(language) ? "DevInf 1.1" : "SyncML")
        case .endEmbeddedDocument: models.removeLast()
        case .startElement:
          if let parent = open.last ?? nil {
            all.insert(Place(model: models.last ?? "", parent: parent, child: record.tag))
          }
          open.append(record.tag)
        case .startLiteralElement: open.append(nil)
        case .endElement: open.removeLast()
        default: break
        }
      }
    }
    return all
  }

  private static func errors(_ tape: EventTape) throws -> [String] {
    var checker = ContentModelChecker()
    try tape.replay(into: &checker)
    return checker.findings.map(\.ruleID)
  }
}

/// A document in which one element is missing, stands twice, or stands after all its siblings.
private struct Mutant {
  enum Kind { case missing, doubled, late }

  var kind: Kind
  var name: String
  /// The records of the element, and of its parent's end.
  var range: Range<Int>
  var parentEnd: Int

  /// One mutant of each kind for each element that has to be there exactly once, of SyncML's own elements.
  static func all(of tape: EventTape) -> [Mutant] {
    var mutants: [Mutant] = []
    var open: [(tag: WBXML.Tag, start: Int, model: ContentModel?, children: [(tag: WBXML.Tag, range: Range<Int>)])] = []
    var depth = 0
    for (index, record) in tape.records.enumerated() {
      switch record.kind {
      case .startEmbeddedDocument: depth += 1
      case .endEmbeddedDocument: depth -= 1
      case .startElement:
        let model = depth == 0 ? ContentModels.syncML.model(of: record.tag) : nil
        open.append((record.tag, index, model, []))
      case .startLiteralElement: open.append((WBXML.Tag(rawValue: 0), index, nil, []))
      case .endElement:
        let element = open.removeLast()
        if !open.isEmpty { open[open.count - 1].children.append((element.tag, element.start..<index + 1)) }
        guard let model = element.model, model.kind == .sequence else { continue }
        mutants += Self.mutants(of: element.children, model, end: index)
      default: break
      }
    }
    return mutants
  }

  private static func mutants(
    of children: [(tag: WBXML.Tag, range: Range<Int>)], _ model: ContentModel, end: Int
  ) -> [Mutant] {
    var mutants: [Mutant] = []
    for particle in model.particles where particle.isRequired && !particle.isRepeated && particle.options.count == 1 {
      let tag = particle.options[0].tag
      guard let child = children.first(where: { $0.tag == tag }) else { continue }
      let name = Language.syncML12.name(of: tag) ?? "?"
      mutants.append(Mutant(kind: .missing, name: name, range: child.range, parentEnd: end))
      mutants.append(Mutant(kind: .doubled, name: name, range: child.range, parentEnd: end))
      let isLast = children.last.map { $0.range == child.range } ?? true
      if !isLast { mutants.append(Mutant(kind: .late, name: name, range: child.range, parentEnd: end)) }
    }
    return mutants
  }

  func tape(of document: EventTape) throws -> EventTape {
    var tape = EventTape()
    try document.replay(0..<range.lowerBound, into: &tape)
    if kind == .doubled { try document.replay(range, into: &tape) }
    if kind == .doubled { try document.replay(range, into: &tape) }
    try document.replay(range.upperBound..<parentEnd, into: &tape)
    if kind == .late { try document.replay(range, into: &tape) }
    try document.replay(parentEnd..<document.records.count, into: &tape)
    return tape
  }
}
