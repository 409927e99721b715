import Telegraph from "telegraph";

const client = new Telegraph(<client>); // reads <key_variable>
const line = await client.telegrams.send({
  $arguments
}$options);
for await (const text of line.words) process.stdout.write(text);
