package import OnsetText

/// What can be wrong with a YAML file, apart from how it is said.
package enum YAMLFault: Hashable, Sendable {
  // The bytes.
  case tooLarge(byteCount: Int)
  case notUTF8(encoding: String)
  case invalidUTF8(byte: UInt8)
  case controlCharacter(Unicode.Scalar)
  case empty

  // The syntax.
  case cannotStartValue(Character, rest: String)
  case tab
  /// `text` is the value in which it is, where the line shows that; or the line continues a value above it.
  case colonInValue(text: String, continuesLine: Bool)
  case misplacedEntry
  case unclosedQuote(Character)
  case unclosedBracket(Character)
  case badEscape(String)
  /// The line as it was meant, where only the space after the colon is missing.
  case missingColon(spaced: String?)
  case badIndentation(isSequence: Bool)
  /// `quote` is the one before it, where the value was quoted: it may have ended too early.
  case textAfterValue(quote: Character?)
  case badAnchorOrAlias(isAlias: Bool)
  case badTag
  /// `|` or `>`, and the value that begins with it.
  case badBlockHeader(Character, value: String)
  case badDirective
  case missingDocumentStart
  case otherSyntax(String)

  // The structure.
  case nestedTooDeep
  case secondDocument
  case duplicateKey(String, first: ByteRange)
  case keyIsNoText
  case undefinedAlias(String)
  case aliasInsideItself(String)
  case tooManyNodes
  case unknownTag(String)

  // The model.
  case wrongType(subject: String, expected: String, found: String, hints: [String])
  case noValue(subject: String, expected: String, isRequired: Bool)
  case missingKey(String, owner: String, hint: String?)
  case unknownKey(String, owner: String, nearest: String?, known: [String])
  /// What stands between commas without a `:`, where a value before it has a comma and no quotes.
  case strayEntry(String, owner: String)
  case notAChoice(subject: String, found: String, nearest: String?, choices: [String])
  case missingVersion(found: String?)
  case unsupportedVersion(String)

  /// The stable name of the kind of fault.
  package var code: Code {
    switch self {
    case .tooLarge: .tooLarge
    case .notUTF8: .notUTF8
    case .invalidUTF8: .invalidUTF8
    case .controlCharacter: .controlCharacter
    case .empty: .empty
    case .cannotStartValue: .cannotStartValue
    case .tab: .tab
    case .colonInValue: .colonInValue
    case .misplacedEntry: .misplacedEntry
    case .unclosedQuote: .unclosedQuote
    case .unclosedBracket: .unclosedBracket
    case .badEscape: .badEscape
    case .missingColon: .missingColon
    case .badIndentation: .badIndentation
    case .textAfterValue: .textAfterValue
    case .badAnchorOrAlias: .badAnchorOrAlias
    case .badTag: .badTag
    case .badBlockHeader: .badBlockHeader
    case .badDirective: .badDirective
    case .missingDocumentStart: .missingDocumentStart
    case .otherSyntax: .otherSyntax
    case .nestedTooDeep: .nestedTooDeep
    case .secondDocument: .secondDocument
    case .duplicateKey: .duplicateKey
    case .keyIsNoText: .keyIsNoText
    case .undefinedAlias: .undefinedAlias
    case .aliasInsideItself: .aliasInsideItself
    case .tooManyNodes: .tooManyNodes
    case .unknownTag: .unknownTag
    case .wrongType: .wrongType
    case .noValue: .noValue
    case .missingKey: .missingKey
    case .unknownKey, .strayEntry: .unknownKey
    case .notAChoice: .notAChoice
    case .missingVersion: .missingVersion
    case .unsupportedVersion: .unsupportedVersion
    }
  }

  /// The codes of this stage. A code is never given another meaning; a new fault gets a new one.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case tooLarge = "O0101"
    case notUTF8 = "O0102"
    case invalidUTF8 = "O0103"
    case controlCharacter = "O0104"
    case empty = "O0105"
    case cannotStartValue = "O0110"
    case tab = "O0111"
    case colonInValue = "O0112"
    case misplacedEntry = "O0113"
    case unclosedQuote = "O0114"
    case unclosedBracket = "O0115"
    case badEscape = "O0116"
    case missingColon = "O0117"
    case badIndentation = "O0118"
    case textAfterValue = "O0119"
    case badAnchorOrAlias = "O0120"
    case badTag = "O0121"
    case badBlockHeader = "O0122"
    case badDirective = "O0123"
    case otherSyntax = "O0124"
    case missingDocumentStart = "O0125"
    case nestedTooDeep = "O0130"
    case secondDocument = "O0131"
    case duplicateKey = "O0132"
    case keyIsNoText = "O0133"
    case undefinedAlias = "O0134"
    case aliasInsideItself = "O0135"
    case tooManyNodes = "O0136"
    case unknownTag = "O0137"
    case wrongType = "O0150"
    case noValue = "O0151"
    case missingKey = "O0152"
    case unknownKey = "O0153"
    case notAChoice = "O0154"
    case missingVersion = "O0160"
    case unsupportedVersion = "O0161"
  }
}
