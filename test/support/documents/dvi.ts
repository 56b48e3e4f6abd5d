/** A DVI document of so many pages, empty where nothing is told; `claim` is what its postamble says. */
export function makeDvi(
  pages: number,
  claim: number = pages % 65_536,
  contents: readonly (readonly number[])[] = [],
): Buffer {
  const parts = [Buffer.from([247, 2, 1, 131, 146, 192, 28, 59, 0, 0, 0, 0, 3, 232, 4]), Buffer.from('test')];
  let length = 19;
  let last = -1;
  for (let number = 1; number <= pages; number += 1) {
    const marks = contents[number - 1] ?? [];
    const page = Buffer.alloc(46 + marks.length);
    page.set(marks, 45);
    page.writeUInt8(139, 0);
    page.writeInt32BE(number, 1);
    page.writeInt32BE(last, 41);
    page.writeUInt8(140, page.length - 1);
    last = length;
    length += page.length;
    parts.push(page);
  }
  const end = Buffer.alloc(29 + 6, 0);
  end.writeUInt8(248, 0);
  end.writeInt32BE(last, 1);
  end.writeUInt16BE(claim, 27);
  end.writeUInt8(249, 29);
  end.writeInt32BE(length, 30);
  end.writeUInt8(2, 34);
  return Buffer.concat([...parts, end, Buffer.alloc(7 - ((length + end.length + 3) % 4), 223)]);
}
