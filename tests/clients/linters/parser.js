// The official parser of AsyncAPI: every error and warning of it, one a line; none means that the document is sound.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const NEWER = "asyncapi-latest-version"; // there is 3.1; more tools read 3.0

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf8"));
const found = diagnostics.filter(({ code }) => code !== NEWER);
for (const { code, message, path } of found) console.log(`${path.join("/")}: ${code}: ${message}`);
process.exit(document && found.length === 0 ? 0 : 1);
