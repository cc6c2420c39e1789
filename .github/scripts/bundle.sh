#!/bin/sh
# Signs what a build has published to a folder, packs it, and checks the bundle against the rules of the Central Portal.
#
#   .github/scripts/bundle.sh target/published target/bundle.zip
#
# Signs with the only secret key of gpg, by the passphrase in GPG_PASSPHRASE, if there is one. Needs a Java from 17 on.
set -eu

folder=${1:?the folder that a build has published to}
bundle=${2:?the file to make}
scripts=$(CDPATH='' cd -- "$(dirname "$0")" && pwd)

published() { # all files but checksums, signatures and the metadata that a repository makes itself
  find "$folder" -type f ! -name '*.md5' ! -name '*.sha1' ! -name '*.sha256' ! -name '*.sha512' ! -name '*.asc' \
    ! -name 'maven-metadata*' | LC_ALL=C sort
}

[ -d "$folder" ] || { echo "bundle: no folder $folder" >&2 && exit 1; }
[ -n "$(published)" ] || { echo "bundle: nothing is published in $folder" >&2 && exit 1; }

published | while read -r file; do
  rm -f "$file.asc"
  printf '%s' "${GPG_PASSPHRASE-}" |
    gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 0 --armor --detach-sign --output "$file.asc" "$file"
done

mkdir -p "$(dirname "$bundle")"
rm -f "$bundle"
target=$(CDPATH='' cd -- "$(dirname "$bundle")" && pwd)/$(basename "$bundle")
(cd "$folder" && find . -type f ! -name 'maven-metadata*' | sed 's|^\./||' | LC_ALL=C sort | zip -q -X -@ "$target")
java "$scripts/CheckBundle.java" "$target" || {
  rm "$target" # none that is refused is uploaded by mistake
  exit 1
}
