#!/bin/sh
# Runs the tests of a module on AArch64, without such a machine: Debian's JDK for arm64 in QEMU's user mode.
#
#   stress/arm64-qemu.sh [--jdk 25] [--suite sid] MODULE [options of Maven]
#   stress/arm64-qemu.sh bytering-core -Dtest=NoDeadZoneTest
#
# Maven and the compilers run on this machine's own JDK. Only the JVM of the tests is emulated, which is slow.
# QEMU translates to this machine's instructions: on x86 the processor keeps its stronger order. The run shows that the
# code for AArch64 works (what the JIT emits, system calls, mapping), not that the order of memory holds there.
#
# Needs Debian or a system with its packages: qemu-user, apt-get, dpkg. Nothing is installed: the JDK and the four
# libraries that it needs are unpacked in stress/target, and fetched from the mirror that apt uses already.
set -eu

fail() {
  echo "arm64-qemu: $1" >&2
  exit 1
}

jdk=25
suite=sid # the suite of Debian that has this JDK
while [ $# -gt 0 ]; do
  case $1 in
    --jdk) jdk=${2:?--jdk needs a version} && shift 2 ;;
    --suite) suite=${2:?--suite needs a name} && shift 2 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || fail "usage: stress/arm64-qemu.sh [--jdk 25] [--suite sid] MODULE [options of Maven]"
module=$1
shift

for tool in qemu-aarch64 apt-get dpkg dpkg-deb mvn; do
  command -v "$tool" >/dev/null || fail "needs $tool (Debian: apt-get install qemu-user apt dpkg maven)"
done

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
[ -f "$root/$module/pom.xml" ] || fail "no module $module"
place=$root/stress/target/arm64-qemu/$suite-$jdk
system=$place/system
java_home=$system/usr/lib/jvm/java-$jdk-openjdk-arm64

# ---------------------------------------------------------------- the JDK

# apt with folders of its own, which knows of arm64 only: the system's lists and packages stay as they are.
apt() {
  tool=$1
  shift
  "$tool" -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User="$(id -un)" \
    -o Dir::State="$place/apt" -o Dir::State::Lists="$place/apt/lists" -o Dir::State::status="$place/apt/status" \
    -o Dir::Cache="$place/apt/cache" -o Dir::Etc::SourceList="$place/apt/sources.list" \
    -o Dir::Etc::SourceParts=/dev/null "$@"
}

unpack() {
  rm -rf "$place"
  mkdir -p "$place/apt/lists/partial" "$place/apt/cache/archives/partial" "$system/usr/lib"
  : >"$place/apt/status"
  mirror=$(apt-cache policy libc6 | sed -n 's|^ *[0-9-]* \(https\{0,1\}://[^ ]*\) .*|\1|p' | grep -v security | head -n 1)
  [ -n "$mirror" ] || fail "apt knows no mirror: run apt-get update"
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [arch=arm64 signed-by=$keys] $mirror $suite main" >"$place/apt/sources.list"
  apt apt-get update >"$place/apt/log" 2>&1 || fail "apt-get update failed; $place/apt/log has more"
  (cd "$place/apt" && apt apt-get download "openjdk-$jdk-jre-headless" libc6 libgcc-s1 libstdc++6 zlib1g) \
    >>"$place/apt/log" 2>&1 || fail "$suite has no JDK $jdk for arm64, or it was not to be had; $place/apt/log has more"
  ln -s usr/lib "$system/lib"
  for package in "$place"/apt/*.deb; do
    dpkg-deb -x "$package" "$system"
  done
  # What links to /etc means that of the emulated system; what a JVM starts, it starts through QEMU again.
  find "$java_home/" -type l -lname '/etc/*' | while read -r link; do
    target=$system$(readlink "$link")
    [ ! -e "$target" ] || ln -sf "$target" "$link"
  done
  for program in "$java_home/bin/java" "$java_home/lib/jspawnhelper"; do
    mv "$program" "$program-arm64"
    printf '#!/bin/sh\nexec qemu-aarch64 -L "%s" "%s-arm64" "$@"\n' "$system" "$program" >"$program"
    chmod +x "$program"
  done
  rm -rf "$place/apt/cache" "$place"/apt/*.deb
}

[ -x "$java_home/bin/java-arm64" ] || unpack
"$java_home/bin/java" -version

# ---------------------------------------------------------------- the tests

cd "$root"
exec mvn -B -ntp -pl "$module" -am -Dquick=test -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false \
  "-Djvm=$java_home/bin/java" test "$@"
