# <what>
cd "$(dirname "$0")" || exit
set -a # what .env says is for the program too
if [ -f .env ]; then . ./.env; fi
if [ -z "$<deciding>" ]; then
<practice>
  echo "<notice>" >&2
fi
. ./<file>
