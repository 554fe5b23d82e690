/** Nodes whose depth is at most this have a row for every byte: text that holds no secret hardly leaves them. */
const deepestRow = 1;
const bytes = 256;

/**
 * Finds any of many byte strings in one pass (A. Aho, M. Corasick, Efficient string matching, 1975). Nodes are numbered
 * from the root, 0; children of one node are a linked list, since most nodes have one.
 */
export class Automaton {
  private readonly label: Uint8Array;
  private readonly child: Int32Array;
  private readonly sibling: Int32Array;
  private readonly fallback: Int32Array;
  /** How many bytes lead to a node. */
  readonly depth: Int32Array;
  /** The length of the longest string that ends at a node; 0 where none does. */
  readonly longest: Int32Array;
  private readonly rows: Int32Array;
  private readonly rowOf: Int32Array;
  private size = 1;

  constructor(strings: readonly Uint8Array[]) {
    const most = strings.reduce((sum, { length }) => sum + length, 1);
    this.label = new Uint8Array(most);
    this.child = new Int32Array(most);
    this.sibling = new Int32Array(most);
    this.depth = new Int32Array(most);
    this.longest = new Int32Array(most);
    for (const string of strings) this.add(string);
    this.fallback = new Int32Array(this.size);
    const order = this.link();
    const low = order.filter(node => this.at(this.depth, node) <= deepestRow);
    this.rowOf = new Int32Array(this.size).fill(-1);
    this.rows = new Int32Array(low.length * bytes);
    low.forEach((node, index) => this.fillRow(node, index));
  }

  /** Where a byte leads. */
  next(from: number, byte: number): number {
    let node = from;
    for (;;) {
      const row = this.at(this.rowOf, node);
      if (row >= 0) return this.at(this.rows, row * bytes + byte);
      const found = this.childOf(node, byte);
      if (found > 0) return found;
      node = this.at(this.fallback, node);
    }
  }

  private at(list: Int32Array, index: number): number {
    return list[index] as number;
  }

  private childOf(node: number, byte: number): number {
    let one = this.at(this.child, node);
    while (one > 0 && this.label[one] !== byte) one = this.at(this.sibling, one);
    return one;
  }

  private add(string: Uint8Array): void {
    let node = 0;
    for (const byte of string) node = this.childOf(node, byte) || this.grow(node, byte);
    this.longest[node] = string.length;
  }

  private grow(parent: number, byte: number): number {
    const node = this.size++;
    this.label[node] = byte;
    this.sibling[node] = this.at(this.child, parent);
    this.child[parent] = node;
    this.depth[node] = this.at(this.depth, parent) + 1;
    return node;
  }

  /** Gives every node the longest end of it that begins a string too. @returns the nodes by depth */
  private link(): Int32Array {
    const order = new Int32Array(this.size);
    let known = 1;
    for (let n = 0; n < known; n += 1) {
      const node = this.at(order, n);
      for (let one = this.at(this.child, node); one > 0; one = this.at(this.sibling, one)) {
        order[known++] = one;
        const end = node === 0 ? 0 : this.follow(this.at(this.fallback, node), this.label[one] as number);
        this.fallback[one] = end;
        if (this.at(this.longest, one) === 0) this.longest[one] = this.at(this.longest, end);
      }
    }
    return order;
  }

  private follow(from: number, byte: number): number {
    for (let node = from; ; node = this.at(this.fallback, node)) {
      const found = this.childOf(node, byte);
      if (found > 0 || node === 0) return found;
    }
  }

  /** Rows are made by depth, so that the row fallen back to is there already. */
  private fillRow(node: number, index: number): void {
    for (let byte = 0; byte < bytes; byte += 1) {
      const found = this.childOf(node, byte);
      this.rows[index * bytes + byte] = found > 0 || node === 0 ? found : this.at(this.rows, byte);
    }
    this.rowOf[node] = index;
  }
}
