extension ProductPage {
    /// Where a product's rights come from: resources, certificates, the product.
    public struct Rights: Sendable {
        /// A data resource the product is made from.
        public struct Resource: Sendable {
            /// Its name, as registered.
            public let name: String
            /// How it was obtained.
            public let source: DataSource

            /// A data resource.
            public init(name: String, source: DataSource) {
                self.name = name
                self.source = source
            }
        }

        /// A certificate the product rests on.
        public struct Certificate: Sendable {
            /// Its number.
            public let number: String
            /// The rights it certifies.
            public let rights: [RightType]
            /// Where it stands.
            public let state: CertificateState

            /// A certificate.
            public init(number: String, rights: [RightType], state: CertificateState) {
                self.number = number
                self.rights = rights
                self.state = state
            }
        }

        /// What the product is made from.
        public let resources: [Resource]
        /// What certifies the rights in it.
        public let certificates: [Certificate]
        /// The right a buyer receives.
        public let granted: RightType

        /// A chain of rights.
        public init(resources: [Resource], certificates: [Certificate], granted: RightType) {
            self.resources = resources
            self.certificates = certificates
            self.granted = granted
        }

        func card(product: ProductSummary, _ t: Language) -> Node {
            Portal.card(t("权利链", "Chain of rights"), id: "rights") {
                ProvenanceGraph(
                    columns: [
                        resources.map {
                            .init(
                                name: member($0.name, t),
                                note: .text(t($0.source.label)),
                                kind: "src"
                            )
                        },
                        certificates.map {
                            .init(name: link($0, t), note: note($0, t), kind: "own")
                        },
                        [
                            .init(
                                name: member(product.name, t),
                                note: .text(t("买方取得：", "Buyers get: ") + t(granted.label)),
                                kind: "prod"
                            )
                        ],
                    ],
                    label: t("从数据资源到凭证再到产品", "From data resources to certificates to the product")
                ).node
            }
        }

        private func link(_ certificate: Certificate, _ t: Language) -> Node {
            let number = certificate.number
            return a(.href("/\(t.rawValue)/registry/\(PercentEncoding.encode(number))")) { number }
        }

        private func note(_ certificate: Certificate, _ t: Language) -> Node {
            let rights = certificate.rights.map { t($0.label) }.joined(separator: t("、", ", "))
            return .text("\(t(certificate.state.label)) · \(rights)")
        }
    }
}
