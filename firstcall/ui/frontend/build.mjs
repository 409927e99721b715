// Bundles the code box into dist/code_box.js, with the licences of what is inside beside it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs"
import { build } from "esbuild"

const { metafile } = await build({
  entryPoints: ["src/code_box.js"],
  outfile: "dist/code_box.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text" },
  banner: { js: "/* Built by `npm run build`; licences of the bundled packages: licenses.txt */" },
  metafile: true,
})

const packages = new Set()
for (const [path, { bytesInOutput }] of Object.entries(metafile.outputs["dist/code_box.js"].inputs)) {
  const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)
  if (found && bytesInOutput > 0) packages.add(found[1])
}

const sections = [...packages].sort().map(name => {
  const folder = `node_modules/${name}`
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"))
  const licence = readdirSync(folder).find(file => /^licen[cs]e/i.test(file))
  if (!licence) throw new Error(`${name} ships no licence file`)
  return `${name} ${version}\n\n${readFileSync(`${folder}/${licence}`, "utf8").trim()}\n`
})
writeFileSync("dist/licenses.txt", sections.join(`\n${"-".repeat(80)}\n\n`))
