#!/bin/sh
# Rehearses a release: `mvn -Prelease deploy` of the last commit to a folder, and the bundle that is made of it.
#
#   .github/scripts/rehearse.sh FOLDER [OPTION OF MAVEN ...]     # such as -Dmaven.test.skip=true
#
# Works on a copy in that folder, as the version without -SNAPSHOT. What only a release has is stood in for: a key for one
# day, without a passphrase, and addresses in .invalid, where nobody can live. Never upload this bundle.
set -eu

folder=${1:?a folder that is not there yet}
shift
root=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd)
mkdir -p "$(dirname "$folder")"
mkdir "$folder"
folder=$(CDPATH='' cd -- "$folder" && pwd)
copy=$folder/sources

mkdir "$copy"
git -C "$root" archive HEAD | tar -x -C "$copy"
snapshot=$(sed -n 's/^  <version>\(.*-SNAPSHOT\)<.*/\1/p' "$copy/bytering-bom/pom.xml")
change() { # by sed's script, in a file
  sed "$1" "$2" >"$2.new"
  mv "$2.new" "$2"
}
find "$copy" -name pom.xml | while read -r pom; do
  change "s/<version>${snapshot:?no -SNAPSHOT to release}</<version>${snapshot%-SNAPSHOT}</" "$pom"
done
change 's/\.example/.invalid/' "$copy/bytering-bom/pom.xml"

(cd "$copy" && mvn -B -ntp -Prelease "-DaltDeploymentRepository=rehearsal::file://$folder/deployed" "$@" deploy)

export GNUPGHOME="$folder/gnupg"
mkdir -m 700 "$GNUPGHOME"
trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
gpg --batch --quiet --passphrase '' --quick-generate-key 'rehearsal of a release' default default 1d
"$root/.github/scripts/bundle.sh" "$folder/deployed" "$folder/bundle.zip"
"$root/.github/scripts/spoil.sh" "$folder/bundle.zip"
