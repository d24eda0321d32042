import DataQuality
import Testing
import Transparency
import Units
import Wire

@Suite("Fingerprint")
struct FingerprintTests {
    /// Seven leaves: neither a full tree nor a single edge.
    static let records = [["站", "值"]] + (1...6).map { ["row \($0)", "\"\($0)\\\t\u{1}"] }

    @Test("The example's root and a proof are those that the reference script computes")
    func golden() throws {
        let bytes = try Files.bytes(Files.example)
        let reference = try Files.reference("guanyuan-2017-02")
        let fingerprint = try scan(bytes).fingerprint
        let proofs = try prove([reference.proof.index], in: read(bytes), of: fingerprint)
        #expect(fingerprint == reference.fingerprint)
        #expect(proofs == [reference.proof])
    }

    @Test("Quotes, line ends, the byte order mark and missing last ends don't change it")
    func sameData() throws {
        let plain = try scan(Array("a,b\n1,x\n".utf8)).fingerprint
        for text in ["\u{FEFF}a,b\r\n1,x\r\n", "\"a\",b\n\"1\",\"x\""] {
            #expect(try scan(Array(text.utf8)).fingerprint == plain)
        }
    }

    @Test(
        "Any other name, field, order, place of a comma or count of rows changes it",
        arguments: [
            "a,c\n1,x\n", "a,b\n1.0,x\n", "b,a\nx,1\n", "a,b\nx,1\n", "a,b\n1,x\n1,x\n", "a,b\n",
        ]
    )
    func otherData(text: String) throws {
        let plain = try scan(Array("a,b\n1,x\n".utf8)).fingerprint
        #expect(try scan(Array(text.utf8)).fingerprint.root != plain.root)
    }

    @Test("Another key gives another root")
    func otherKey() throws {
        let bytes = print(Self.records)
        let golden = try scan(bytes).fingerprint
        let other = try scan(bytes, key: .key(1)).fingerprint
        #expect(golden.rows == other.rows)
        #expect(golden.root != other.root)
    }

    @Test("A key has 32 bytes", arguments: [0, 31, 33])
    func key(count: Int) {
        #expect(DataSetKey(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test("A canonical row is what Wire writes")
    func canonical() {
        let scalars = (0...0x2FF).compactMap(Unicode.Scalar.init).map { String(Character($0)) }
        let row = scalars + ["数🙂", "", "\\\"/"]
        #expect(CSVRow(index: 1, row).canonical == row.wire)
    }

    @Test("Every row of a tree of any size proves, and only at its place", arguments: 1...33)
    func everyRow(size: Int) throws {
        let records = (0..<size).map { ["row \($0)"] }
        let fingerprint = try scan(print(records)).fingerprint
        #expect(fingerprint.rows == size - 1)
        for proof in try prove(Array(0..<size), in: records, of: fingerprint) {
            try proof.verify(against: fingerprint)
            #expect(proof.row == records[proof.index])
            for other in 0..<size where other != proof.index {
                let moved = RowProof(
                    index: other,
                    path: proof.path,
                    row: proof.row,
                    salt: proof.salt
                )
                #expect(throws: ProofError.self) { try moved.verify(against: fingerprint) }
            }
        }
    }

    @Test("A proof with anything changed is refused")
    func changed() throws {
        let fingerprint = try scan(print(Self.records)).fingerprint
        let proof = try #require(try prove([3], in: Self.records, of: fingerprint).first)
        let other = DataSetKey.golden.salt(of: 4)
        func expect(
            _ failure: ProofError,
            index: Int = 3,
            path: [Digest] = proof.path,
            row: [String] = proof.row,
            salt: Digest = proof.salt,
            of fingerprint: Fingerprint = fingerprint,
            location: SourceLocation = #_sourceLocation
        ) {
            let forged = RowProof(index: index, path: path, row: row, salt: salt)
            #expect(throws: failure, sourceLocation: location) {
                try forged.verify(against: fingerprint)
            }
        }
        try proof.verify(against: fingerprint)
        #expect(try RowProof(wire: proof.wire) == proof)
        expect(.rootMismatch, row: ["row 3", "\"4\\\t\u{1}"])
        expect(.rootMismatch, row: ["row 3"])
        expect(.rootMismatch, salt: other)
        expect(.rootMismatch, index: 2)
        expect(.outOfRange, index: -1)
        expect(.outOfRange, index: 7)
        expect(.wrongLength, path: proof.path.dropLast())
        expect(.wrongLength, path: proof.path + [other])
        expect(.rootMismatch, path: proof.path.reversed())
        for place in proof.path.indices {
            var path = proof.path
            path[place] = other
            expect(.rootMismatch, path: path)
        }
        expect(.rootMismatch, of: Fingerprint(root: other, rows: 6))
        expect(.wrongLength, of: Fingerprint(root: fingerprint.root, rows: 3))
        expect(.outOfRange, of: Fingerprint(root: fingerprint.root, rows: -1))
    }

    @Test("A prover refuses what it can't prove")
    func refused() throws {
        let fingerprint = try scan(print(Self.records)).fingerprint
        func expect(_ failure: RowProver.Failure, _ body: () throws -> [RowProof]) {
            #expect(throws: failure) { try body() }
        }
        expect(.tooMany(limit: 1_000)) {
            try prove(Array(repeating: 1, count: 1_001), in: Self.records, of: fingerprint)
        }
        expect(.outOfRange(index: 7)) { try prove([0, 7], in: Self.records, of: fingerprint) }
        expect(.outOfRange(index: -1)) { try prove([-1], in: Self.records, of: fingerprint) }
        for index in Self.records.indices {
            var records = Self.records
            records[index][0] += "!"
            expect(.dataChanged) { try prove([2], in: records, of: fingerprint) }
        }
        expect(.dataChanged) { try prove([2], in: Self.records.dropLast(), of: fingerprint) }
        expect(.dataChanged) { try prove([2], in: Self.records + [["x"]], of: fingerprint) }
        expect(.dataChanged) { try prove([2], in: Self.records, of: fingerprint, key: .key(1)) }
    }
}
