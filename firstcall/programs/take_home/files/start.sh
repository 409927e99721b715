# <what>
cd "$(dirname "$0")" || exit
if [ -f .env ]; then . ./.env; fi
if [ -z "$<deciding>" ]; then
<practice>
  echo "<notice>" >&2
fi
. ./<file>
