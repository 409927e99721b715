// The smallest edit that turns one text into another, so that cursor and selection survive it.

function trimmed(before, after, offset) {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  return {
    from: offset + start,
    to: offset + before.length - end,
    insert: after.slice(start, after.length - end),
  }
}

/** Changes in CodeMirror's form; line by line where no line came or went. */
export function smallestChanges(before, after) {
  if (before === after) return []
  const oldLines = before.split("\n")
  const newLines = after.split("\n")
  if (oldLines.length !== newLines.length) return [trimmed(before, after, 0)]
  const changes = []
  let offset = 0
  oldLines.forEach((line, index) => {
    if (line !== newLines[index]) changes.push(trimmed(line, newLines[index], offset))
    offset += line.length + 1
  })
  return changes
}
