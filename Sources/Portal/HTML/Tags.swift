// The elements the pages use, one function a tag.

func html(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("html", attributes, content())
}

func head(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("head", attributes, content())
}

func body(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("body", attributes, content())
}

func header(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("header", attributes, content())
}

func footer(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("footer", attributes, content())
}

func nav(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("nav", attributes, content())
}

func main(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("main", attributes, content())
}

func section(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("section", attributes, content())
}

func div(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("div", attributes, content())
}

func span(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("span", attributes, content())
}

func p(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("p", attributes, content())
}

func h1(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("h1", attributes, content())
}

func h2(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("h2", attributes, content())
}

func h3(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("h3", attributes, content())
}

func a(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("a", attributes, content())
}

func button(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("button", attributes, content())
}

func ul(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("ul", attributes, content())
}

func ol(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("ol", attributes, content())
}

func li(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("li", attributes, content())
}

func dl(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("dl", attributes, content())
}

func dt(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("dt", attributes, content())
}

func dd(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("dd", attributes, content())
}

func table(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("table", attributes, content())
}

func caption(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("caption", attributes, content())
}

func thead(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("thead", attributes, content())
}

func tbody(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("tbody", attributes, content())
}

func tr(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("tr", attributes, content())
}

func th(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("th", attributes, content())
}

func td(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("td", attributes, content())
}

func form(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("form", attributes, content())
}

func fieldset(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("fieldset", attributes, content())
}

func legend(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("legend", attributes, content())
}

func label(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("label", attributes, content())
}

func textarea(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("textarea", attributes, content())
}

func details(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("details", attributes, content())
}

func summary(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("summary", attributes, content())
}

func figure(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("figure", attributes, content())
}

func pre(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("pre", attributes, content())
}

func time(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("time", attributes, content())
}

func strong(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("strong", attributes, content())
}

func small(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("small", attributes, content())
}

func kbd(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("kbd", attributes, content())
}

func script(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("script", attributes, content())
}

func title(_ attributes: Attribute..., @HTML content: Content = { [] }) -> Node {
    element("title", attributes, content())
}

func meta(_ attributes: Attribute...) -> Node { void("meta", attributes) }

func link(_ attributes: Attribute...) -> Node { void("link", attributes) }

func input(_ attributes: Attribute...) -> Node { void("input", attributes) }
