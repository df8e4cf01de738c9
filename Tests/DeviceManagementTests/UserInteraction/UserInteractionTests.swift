import DeviceManagement
import SyncML
import Testing

@Suite struct UserInteractionTests {
  private func alert(_ code: Int, _ texts: String?...) -> Alert {
    Alert(cmdID: "1", code: AlertCode(rawValue: code), items: texts.map { Item(data: $0.map(ItemData.text)) })
  }

  @Test("options are read from URL-encoded pairs; what is unknown or senseless is passed over")
  func options() {
    let options = InteractionOptions(parsing: "MINDT=10&MAXDT=30&DR=John+D%C3%B6e%26&MAXLEN=5&IT=N&ET=P&COLOR=red")
    #expect(options.minimumDisplayTime == 10)
    #expect(options.maximumDisplayTime == 30)
    #expect(options.defaultResponse == "John Döe&")
    #expect(options.maximumLength == 5)
    #expect(options.inputType == .numeric)
    #expect(options.isHidden)
    #expect(InteractionOptions(parsing: "") == InteractionOptions())
    #expect(
      InteractionOptions(parsing: "&&=&MINDT&MAXDT=soon&MINDT=-3&MAXLEN=0&IT=Q&ET=X&DR=%G1&MAXDT=99999999999999999999")
        == InteractionOptions())
    #expect(InteractionOptions(parsing: "ET=P&ET=T").isHidden == false)
    #expect(InteractionOptions(parsing: " maxdt = 7 ").maximumDisplayTime == 7)
  }

  @Test("alerts are taken apart by their items: options, text, choices")
  func parsing() throws {
    #expect(try UserInteraction(alert(1100, "MINDT=3", "Hello")).kind == .display)
    #expect(try UserInteraction(alert(1100, "MINDT=3", "Hello")).options.minimumDisplayTime == 3)
    #expect(try UserInteraction(alert(1101, nil, "Sure?")).kind == .confirmation(highlighted: nil))
    #expect(try UserInteraction(alert(1101, "DR=1", "Sure?")).kind == .confirmation(highlighted: true))
    #expect(try UserInteraction(alert(1101, "DR=0", "Sure?")).kind == .confirmation(highlighted: false))
    #expect(try UserInteraction(alert(1101, "Sure?")).text == "Sure?")
    #expect(try UserInteraction(alert(1102, "DR=a+b", "Name?")).kind == .input(initial: "a b"))
    #expect(
      try UserInteraction(alert(1103, "DR=2", "Which?", "A", "B")).kind
        == .singleChoice(["A", "B"], highlighted: 2))
    #expect(
      try UserInteraction(alert(1103, "DR=3", "Which?", "A", "B")).kind
        == .singleChoice(["A", "B"], highlighted: nil))
    #expect(
      try UserInteraction(alert(1104, "DR=1-3,2", "Which?", "A", "B", "C")).kind
        == .multipleChoice(["A", "B", "C"], highlighted: [1, 3, 2]))
  }

  @Test("what is no interaction is refused with the status that says why")
  func refused() {
    func status(_ alert: Alert) -> Int? {
      do {
        _ = try UserInteraction(alert)
        return nil
      } catch {
        return error.status.rawValue
      }
    }
    #expect(status(Alert(code: nil)) == 412)
    #expect(status(alert(1105, nil, "?")) == 406)
    #expect(status(alert(1226, nil, "?")) == 406)
    #expect(status(alert(1100)) == 412)
    #expect(status(alert(1102, nil, nil)) == 412)
    #expect(status(alert(1103, nil)) == 412)
    #expect(status(alert(1103, nil, "Which?")) == 412)
    #expect(status(alert(1104, nil, "Which?", "A", nil)) == 412)
  }

  @Test("responses become statuses and items; one that is none to the question is 500")
  func outcomes() throws {
    func outcome(_ alert: Alert, _ response: UserResponse) throws -> [String] {
      let outcome = try UserInteraction(alert).outcome(of: response)
      return [String(outcome.status.rawValue)] + outcome.answers
    }
    let confirm = alert(1101, "DR=1", "Sure?")
    #expect(try outcome(confirm, .accepted) == ["200"])
    #expect(try outcome(confirm, .rejected) == ["304"])
    #expect(try outcome(confirm, .cancelled) == ["214"])
    #expect(try outcome(confirm, .timedOut) == ["408"])
    #expect(try outcome(confirm, .notDisplayable) == ["416"])
    #expect(try outcome(confirm, .notSupported) == ["406"])
    #expect(try outcome(confirm, .text("yes")) == ["500"])
    #expect(try outcome(alert(1100, nil, "Hello"), .rejected) == ["500"])
    let input = alert(1102, "MAXLEN=3&DR=ab", "Name?")
    #expect(try outcome(input, .text("äö日")) == ["200", "äö日"])
    #expect(try outcome(input, .text("abcd")) == ["500"])
    #expect(try outcome(input, .timedOut) == ["408", "ab"])
    #expect(try outcome(alert(1102, nil, "Name?"), .timedOut) == ["408"])
    let single = alert(1103, "DR=2", "Which?", "A", "B")
    #expect(try outcome(single, .choices([2])) == ["200", "2"])
    #expect(try outcome(single, .choices([3])) == ["500"])
    #expect(try outcome(single, .choices([0])) == ["500"])
    #expect(try outcome(single, .choices([1, 2])) == ["500"])
    #expect(try outcome(single, .choices([])) == ["500"])
    #expect(try outcome(single, .timedOut) == ["408", "2"])
    let multiple = alert(1104, nil, "Which?", "A", "B", "C")
    #expect(try outcome(multiple, .choices([3, 1])) == ["200", "3", "1"])
    #expect(try outcome(multiple, .choices([])) == ["200"])
    #expect(try outcome(multiple, .choices([1, 1])) == ["500"])
  }

  private static let inputs: [(InteractionOptions.InputType, [String], [String])] = [
    (.numeric, ["1", "-1.5", "+3", ".5", "5."], ["", "1-", "1.2.3", "a", "-", ".", "\u{FF11}"]),
    (.date, ["29022024", "31122026"], ["30022024", "2024-02-29", "1", "aabbcccc"]),
    (.time, ["000000", "235959"], ["240000", "236000", "12:00:00", "1200"]),
    (.phoneNumber, ["+49123p1w2s", "112"], ["", "+", "1+2", "12-3", "x"]),
    (.ipAddress, ["192.168.0.1", "0.0.0.0"], ["256.1.1.1", "1.2.3", "1.2.3.4.5", "1..2.3", "a.b.c.d", "1.2.3.0004"]),
    (.alphanumeric, ["", "abc 123 äö"], []),
  ]

  @Test("an input type allows its characters alone", arguments: inputs)
  func inputTypes(type: InteractionOptions.InputType, allowed: [String], refused: [String]) {
    for text in allowed { #expect(type.allows(text), "\(text)") }
    for text in refused { #expect(!type.allows(text), "\(text)") }
  }

  @Test("a user agent is asked what the alert says, and not asked what is no question")
  func agent() {
    struct Agent: UserAgent {
      var asked: [UserInteraction] = []
      mutating func perform(_ interaction: UserInteraction) -> UserResponse {
        asked.append(interaction)
        return .choices([2])
      }
    }
    var agent = Agent()
    #expect(agent.interact(alert(1103, "MAXDT=5", "Which?", "A", "B")).answers == ["2"])
    #expect(agent.interact(alert(1103, "MAXDT=5", "Which?")).status == .incompleteCommand)
    #expect(agent.asked.map(\.text) == ["Which?"])
    #expect(agent.asked.first?.options.maximumDisplayTime == 5)
  }
}
