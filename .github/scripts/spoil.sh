#!/bin/sh
# Spoils copies of a good bundle, each in another way, and looks whether the check notices.
#
#   .github/scripts/spoil.sh FOLDER/bundle.zip     # with the keys of gpg by which it is signed
set -eu

bundle=${1:?a bundle that the check accepts}
scripts=$(CDPATH='' cd -- "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unseen=0

spoiled() { # with the message that is expected, and a command that spoils what is unpacked in the current folder
  rm -rf "$work/files" "$work/spoiled.zip"
  mkdir "$work/files"
  unzip -q "$bundle" -d "$work/files"
  (cd "$work/files" && sh -eu -c "$2" && zip -q -X -r "$work/spoiled.zip" .)
  if java "$scripts/CheckBundle.java" "$work/spoiled.zip" >"$work/said" 2>&1; then
    echo "spoil: accepted: $2" >&2
  elif ! grep -q "$1" "$work/said"; then
    echo "spoil: refused, but not for '$1': $2" >&2
    cat "$work/said" >&2
  else
    echo "spoil: refused: $(grep "$1" "$work/said" | head -n 1)"
    return 0
  fi
  unseen=$((unseen + 1))
}

core='$(ls -d io/bytering/bytering-core/*)'
bom='$(ls io/bytering/bytering-bom/*/*.pom)'
parent='$(ls io/bytering/bytering-parent/*/*.pom)'

spoiled 'no signature' "rm $core/*-javadoc.jar.asc"
spoiled 'no valid signature' "cp $core/*-sources.jar.asc \$(ls $core/*-javadoc.jar.asc)"
spoiled 'wrong sha1' "echo x >> $bom"
spoiled 'no md5' "rm $parent.md5"
spoiled 'missing: .*-javadoc.jar' "rm $core/*-javadoc.jar*"
spoiled 'missing: .*-sources.jar' "rm $core/*-sources.jar*"
spoiled 'belongs to no file' "rm $core/*.module"
spoiled 'not where a repository has it' "mv io/bytering/bytering-core io/bytering/core"
spoiled 'should hold' "cp -r io/bytering/bytering-core io/bytering/bytering-samples"
spoiled 'should hold' "rm -r io/bytering/bytering-coroutines"
spoiled 'no name' "sed -i.old '/^  <name>/d' $parent"
spoiled 'no licenses' "sed -i.old '/<license>/,/<.license>/d' $bom"
spoiled 'no developers' "sed -i.old '/<developer>/,/<.developer>/d' $bom"
spoiled 'no scm/developerConnection' "sed -i.old '/<developerConnection>/d' $bom"
spoiled 'a placeholder for url' "sed -i.old 's|<url>https://[^/]*/</url>|<url>https://bytering.example/</url>|' $bom"
spoiled 'no release' "sed -i.old 's|</version>|-SNAPSHOT</version>|' $bom"
spoiled 'packaging is' "sed -i.old '/<packaging>/d' $bom"

[ "$unseen" -eq 0 ]
