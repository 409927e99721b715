import Telegraph from "telegraph";

const client = new Telegraph(<client>); // reads <key_variable>
const telegram = await client.telegrams.send({
  $arguments
}$options);

console.log(telegram.text);
