/// Builds lists of nodes from strings, nodes, conditions and loops.
@resultBuilder
enum HTML {
    static func buildExpression(_ text: String) -> [Node] { [.text(text)] }
    static func buildExpression(_ node: Node) -> [Node] { [node] }
    static func buildExpression(_ node: Node?) -> [Node] { node.map { [$0] } ?? [] }
    static func buildExpression(_ nodes: [Node]) -> [Node] { nodes }
    static func buildBlock(_ parts: [Node]...) -> [Node] { parts.flatMap { $0 } }
    static func buildOptional(_ part: [Node]?) -> [Node] { part ?? [] }
    static func buildEither(first part: [Node]) -> [Node] { part }
    static func buildEither(second part: [Node]) -> [Node] { part }
    static func buildArray(_ parts: [[Node]]) -> [Node] { parts.flatMap { $0 } }
}

/// What a tag's closure gives.
typealias Content = () -> [Node]

func element(_ tag: StaticString, _ attributes: [Attribute], _ children: [Node] = []) -> Node {
    .element(tag, attributes, children, void: false)
}

func void(_ tag: StaticString, _ attributes: [Attribute]) -> Node {
    .element(tag, attributes, [], void: true)
}

func group(@HTML _ content: Content) -> Node { .group(content()) }

func element(_ tag: StaticString, _ attributes: [Attribute], @HTML content: Content) -> Node {
    element(tag, attributes, content())
}
