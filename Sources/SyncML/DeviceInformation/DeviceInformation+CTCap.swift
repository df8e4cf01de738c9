extension DeviceInformation {
  /// What is kept of a content type: its properties and their parameters (CTCap).
  ///
  /// Source: OMA-TS-DS_DevInf-V1_2 5.3 (CTCap, Property, PropParam).
  public struct CTCap: Hashable, Sendable {
    /// The content type (CTType).
    public var ctType: String
    /// Its version (VerCT); nil in 1.0 and 1.1, which do not say it here.
    public var verCT: String?
    /// Whether a Replace may change single fields of an item (FieldLevel, since 1.2).
    public var fieldLevel: Bool
    /// The properties, in order.
    public var properties: [Property]

    /// The capabilities of a content type; without properties unless they are given.
    public init(_ ctType: String, verCT: String? = nil, fieldLevel: Bool = false, properties: [Property] = []) {
      self.ctType = ctType
      self.verCT = verCT
      self.fieldLevel = fieldLevel
      self.properties = properties
    }
  }

  /// A property of a content type (Property; before 1.2 PropName and what follows it).
  public struct Property: Hashable, Sendable {
    /// The name (PropName), such as `TEL`.
    public var name: String
    /// The type of its values (DataType), such as `chr`, `int`, `bool` or `bin`.
    public var dataType: String?
    /// How often it can stand in an item (MaxOccur, since 1.2).
    public var maxOccur: Int?
    /// The longest value, in bytes (MaxSize; before 1.2 Size).
    public var maxSize: Int?
    /// Whether a longer value is refused instead of cut off (NoTruncate, since 1.2).
    public var noTruncate: Bool
    /// The values it can have; any where there are none (ValEnum).
    public var values: [String]
    /// A name for people (DisplayName).
    public var displayName: String?
    /// Its parameters (PropParam; before 1.2 ParamName and what follows it).
    public var parameters: [PropParam]

    /// A property; what is left out the device does not say.
    public init(
      _ name: String, dataType: String? = nil, maxOccur: Int? = nil, maxSize: Int? = nil, noTruncate: Bool = false,
      values: [String] = [], displayName: String? = nil, parameters: [PropParam] = []
    ) {
      self.name = name
      self.dataType = dataType
      self.maxOccur = maxOccur
      self.maxSize = maxSize
      self.noTruncate = noTruncate
      self.values = values
      self.displayName = displayName
      self.parameters = parameters
    }
  }

  /// A parameter of a property, such as `TYPE`.
  public struct PropParam: Hashable, Sendable {
    /// The name (ParamName).
    public var name: String
    /// The type of its values (DataType).
    public var dataType: String?
    /// The longest value, in bytes (Size); only 1.0 and 1.1 have it.
    public var maxSize: Int?
    /// The values it can have; any where there are none (ValEnum).
    public var values: [String]
    /// A name for people (DisplayName).
    public var displayName: String?

    /// A parameter; what is left out the device does not say.
    public init(
      _ name: String, dataType: String? = nil, maxSize: Int? = nil, values: [String] = [], displayName: String? = nil
    ) {
      self.name = name
      self.dataType = dataType
      self.maxSize = maxSize
      self.values = values
      self.displayName = displayName
    }
  }
}
