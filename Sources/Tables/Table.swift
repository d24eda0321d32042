/// A persistent map in the order of its keys.
///
/// A B+ tree of copy-on-write arrays: a copy is O(1) and independent, and a change after it copies
/// one path of nodes. Because the order is the keys' own, nothing that is computed from a table can
/// depend on hashing, and a page of any length starts anywhere in O(log n).
///
/// All of it is inlinable: every table of the exchange is then compiled for its own keys, which is
/// several times faster than one generic form for all (`docs/performance.md`).
@frozen
public struct Table<Key: Comparable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline var root = Node()
    /// How many entries there are.
    @inlinable public var count: Int { entries }
    @usableFromInline var entries = 0

    /// A table without entries.
    @inlinable
    public init() {}

    /// Whether there are no entries.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// The value at `key`; assigning `nil` removes it.
    @inlinable
    public subscript(key: Key) -> Value? {
        get {
            var node = root
            while !node.children.isEmpty { node = node.children[node.child(for: key)] }
            let (index, isFound) = node.position(of: key)
            return isFound ? node.values[index] : nil
        }
        set {
            if let newValue {
                insert(key, newValue)
            } else {
                remove(key)
            }
        }
    }

    /// Changes the value at `key` in place, if there is one.
    @inlinable
    public mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
        root.update(key, change)
    }

    @inlinable
    mutating func insert(_ key: Key, _ value: Value) {
        let (isNew, right) = root.insert(key, value)
        if isNew { entries += 1 }
        guard let right else { return }
        let left = root
        root = Node()
        root.keys = [left.keys[0], right.keys[0]]
        root.children = [left, right]
    }

    @inlinable
    mutating func remove(_ key: Key) {
        guard root.remove(key) else { return }
        entries -= 1
        while root.children.count == 1 { root = root.children[0] }
    }

    /// The entry with the least key.
    @inlinable
    public var first: (key: Key, value: Value)? {
        var cursor = ascending()
        return cursor.next()
    }

    /// The entry with the greatest key.
    @inlinable
    public var last: (key: Key, value: Value)? {
        var cursor = descending()
        return cursor.next()
    }

    /// Entries in ascending order, beginning with the first whose key is at least `start`.
    @inlinable
    public func ascending(from start: Key? = nil) -> Cursor {
        Cursor(root, from: start, isAscending: true)
    }

    /// Entries in descending order, beginning with the last whose key is less than `end`.
    @inlinable
    public func descending(before end: Key? = nil) -> Cursor {
        Cursor(root, from: end, isAscending: false)
    }
}

extension Table: Sequence {
    @inlinable
    public func makeIterator() -> Cursor { ascending() }
    @inlinable
    public var underestimatedCount: Int { count }
}

extension Table: Equatable where Value: Equatable {
    @inlinable
    public static func == (a: Self, b: Self) -> Bool {
        a.count == b.count && a.elementsEqual(b) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension Table {
    /// Walks a table in one direction.
    @frozen
    public struct Cursor: IteratorProtocol, Sequence {
        /// Nodes from the root down, each with the index to visit next.
        @usableFromInline var path: [(node: Node, index: Int)] = []
        @usableFromInline let step: Int

        @inlinable
        init(_ root: Node, from bound: Key?, isAscending: Bool) {
            step = isAscending ? 1 : -1
            var node = root
            while true {
                let index = Self.start(in: node, bound, isAscending)
                guard !node.children.isEmpty else {
                    path.append((node, index))
                    return
                }
                path.append((node, index + step))
                node = node.children[index]
            }
        }

        @inlinable
        static func start(in node: Node, _ bound: Key?, _ isAscending: Bool) -> Int {
            guard let bound else { return isAscending ? 0 : node.keys.count - 1 }
            if !node.children.isEmpty { return node.child(for: bound) }
            let index = node.position(of: bound).index
            return isAscending ? index : index - 1
        }

        @inlinable
        public mutating func next() -> (key: Key, value: Value)? {
            while let (node, index) = path.last {
                guard node.keys.indices.contains(index) else {
                    path.removeLast()
                    continue
                }
                path[path.count - 1].index += step
                guard !node.children.isEmpty else { return (node.keys[index], node.values[index]) }
                let child = node.children[index]
                path.append((child, step > 0 ? 0 : child.keys.count - 1))
            }
            return nil
        }
    }

    /// A leaf with a value a key, or an inner node with a child a key.
    ///
    /// An inner node's key is at most the least key below its child, and greater than every key
    /// below the child before.
    @usableFromInline
    struct Node: Sendable {
        @inlinable
        static var capacity: Int { 64 }

        @usableFromInline var keys: [Key] = []
        @usableFromInline var values: [Value] = []
        @usableFromInline var children: [Node] = []

        @inlinable
        init() {}

        /// Where `key` is, or where it would stand.
        @inlinable
        func position(of key: Key) -> (index: Int, isFound: Bool) {
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            return (low, low < keys.count && keys[low] == key)
        }

        /// The child below which `key` is, or would stand.
        @inlinable
        func child(for key: Key) -> Int {
            let (index, isFound) = position(of: key)
            return isFound ? index : Swift.max(index - 1, 0)
        }

        @inlinable
        mutating func update(_ key: Key, _ change: (inout Value) -> Void) {
            if !children.isEmpty {
                children[child(for: key)].update(key, change)
            } else if case let (index, true) = position(of: key) {
                change(&values[index])
            }
        }

        /// Adds or replaces; returns the right half when the node had to be split.
        @inlinable
        mutating func insert(_ key: Key, _ value: Value) -> (isNew: Bool, right: Node?) {
            guard !children.isEmpty else {
                let (index, isFound) = position(of: key)
                if isFound {
                    values[index] = value
                    return (false, nil)
                }
                keys.insert(key, at: index)
                values.insert(value, at: index)
                return (true, split(wasAppended: index == keys.count - 1))
            }
            let index = child(for: key)
            if key < keys[index] { keys[index] = key }
            let (isNew, right) = children[index].insert(key, value)
            guard let right else { return (isNew, nil) }
            keys.insert(right.keys[0], at: index + 1)
            children.insert(right, at: index + 1)
            return (isNew, split(wasAppended: index + 2 == keys.count))
        }

        /// Ascending keys leave full nodes behind: an appended entry begins a node of its own.
        @inlinable
        mutating func split(wasAppended: Bool) -> Node? {
            guard keys.count > Self.capacity else { return nil }
            let middle = wasAppended ? keys.count - 1 : keys.count / 2
            var right = Node()
            right.keys = Array(keys[middle...])
            keys.removeSubrange(middle...)
            if children.isEmpty {
                right.values = Array(values[middle...])
                values.removeSubrange(middle...)
            } else {
                right.children = Array(children[middle...])
                children.removeSubrange(middle...)
            }
            return right
        }

        @inlinable
        mutating func remove(_ key: Key) -> Bool {
            guard !children.isEmpty else {
                let (index, isFound) = position(of: key)
                guard isFound else { return false }
                keys.remove(at: index)
                values.remove(at: index)
                return true
            }
            let index = child(for: key)
            guard children[index].remove(key) else { return false }
            if children[index].keys.isEmpty {
                keys.remove(at: index)
                children.remove(at: index)
            }
            return true
        }
    }
}
