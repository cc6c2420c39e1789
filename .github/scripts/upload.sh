#!/bin/sh
# Uploads a bundle to the Central Portal, and waits until the Portal has checked it. Publishing stays a click there.
#
#   CENTRAL_PORTAL_URL=… CENTRAL_USERNAME=… CENTRAL_PASSWORD=… .github/scripts/upload.sh target/bundle.zip 'bytering 0.1.0'
set -eu

bundle=${1:?the bundle}
name=${2:?the name that the Portal shows}
: "${CENTRAL_PORTAL_URL:?the address of the API of the Portal}" "${CENTRAL_USERNAME:?}" "${CENTRAL_PASSWORD:?}"
pause=${PORTAL_PAUSE:-10}
api=$CENTRAL_PORTAL_URL/api/v1/publisher

call() { # the token goes by standard input: other processes can read a command line
  token=$(printf '%s:%s' "$CENTRAL_USERNAME" "$CENTRAL_PASSWORD" | base64 | tr -d '\n')
  printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl --config - --silent --show-error --fail-with-body --max-time 600 --request POST "$@"
}

escaped=$(printf '%s' "$name" | sed 's/ /%20/g')
id=$(call --form "bundle=@$bundle" "$api/upload?name=$escaped&publishingType=USER_MANAGED")
echo "upload: deployment $id"

for _ in $(seq 1 60); do
  status=$(call "$api/status?id=$id")
  case $status in
    *'"FAILED"'*) echo "upload: refused: $status" >&2 && exit 1 ;;
    *'"VALIDATED"'* | *'"PUBLISHING"'* | *'"PUBLISHED"'*) echo "upload: accepted: $status" && exit 0 ;;
  esac
  sleep "$pause"
done
echo "upload: not checked within the time: $status" >&2
exit 1
