#!/bin/sh
# Signs what a build has published to a folder, checks it against the rules of the Central Portal, and packs it.
#
#   .github/scripts/bundle.sh target/published target/bundle.zip
#
# Signs with the only secret key of gpg, by the passphrase in GPG_PASSPHRASE, if there is one.
set -eu

folder=${1:?the folder that a build has published to}
bundle=${2:?the file to make}
faults=0

fault() {
  echo "bundle: $1" >&2
  faults=$((faults + 1))
}

published() { # all files but checksums, signatures and the metadata that a repository makes itself
  find "$folder" -type f ! -name '*.md5' ! -name '*.sha1' ! -name '*.sha256' ! -name '*.sha512' ! -name '*.asc' \
    ! -name 'maven-metadata*' | LC_ALL=C sort
}

sum() { # the checksum of a file and nothing else
  "$1" "$2" | cut -d ' ' -f 1
}

[ -d "$folder" ] || { echo "bundle: no folder $folder" >&2 && exit 1; }
[ -n "$(published)" ] || { echo "bundle: nothing is published in $folder" >&2 && exit 1; }

published | while read -r file; do
  rm -f "$file.asc"
  printf '%s' "${GPG_PASSPHRASE-}" |
    gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 0 --armor --detach-sign --output "$file.asc" "$file"
done

for file in $(published); do
  [ -s "$file.asc" ] && gpg --batch --quiet --verify "$file.asc" "$file" 2>/dev/null || fault "no valid signature: $file"
  for kind in md5 sha1; do
    [ -f "$file.$kind" ] && [ "$(cut -d ' ' -f 1 <"$file.$kind")" = "$(sum "${kind}sum" "$file")" ] ||
      fault "no valid $kind: $file"
  done
  case $file in
    *SNAPSHOT*) fault "not a release: $file" ;;
  esac
done

# What a POM must say, itself or by its parent among those published.
for pom in $(published | grep '\.pom$'); do
  jar=${pom%.pom}.jar
  if grep -q '<packaging>pom</packaging>' "$pom"; then
    [ ! -f "$jar" ] || fault "a jar beside a POM of packaging pom: $jar"
  else
    for file in "$jar" "${pom%.pom}-sources.jar" "${pom%.pom}-javadoc.jar" "${pom%.pom}-cyclonedx.json"; do
      [ -f "$file" ] || fault "missing: $file"
    done
  fi
  for element in name description url licenses developers scm; do
    grep -q "<$element[ >]" "$pom" || grep -q '<parent>' "$pom" || fault "no <$element>: $pom"
  done
  ! grep -qE '<(url|connection|developerConnection)>[^<]*\.example' "$pom" || fault "a placeholder for an address: $pom"
done

[ "$faults" -eq 0 ] || { echo "bundle: $faults faults, nothing packed" >&2 && exit 1; }

mkdir -p "$(dirname "$bundle")"
rm -f "$bundle"
target=$(CDPATH='' cd -- "$(dirname "$bundle")" && pwd)/$(basename "$bundle")
(cd "$folder" && find . -type f ! -name 'maven-metadata*' | LC_ALL=C sort | zip -q -X -@ "$target")
echo "bundle: $(published | wc -l | tr -d ' ') files, signed: $bundle"
