// <what>
import { existsSync } from "node:fs";

const env = new URL(".env", import.meta.url);
if (existsSync(env)) process.loadEnvFile(env);
if (!process.env.<deciding>) {
  Object.assign(process.env, <practice>);
  console.error("<notice>");
}
await import("./<file>");
