#!/bin/sh
# Starts an engine on this machine where none answers: for tests, and for machines without an init system.
# use: engine.sh [DATA_ROOT]
set -eu
data=${1:-/var/lib/docker}
log=${TMPDIR:-/tmp}/dockerd.log

answers() {
  # Both the program and its command line may be absent: the socket is enough.
  curl -sf --max-time 5 --unix-socket /var/run/docker.sock http://engine/_ping >/dev/null 2>&1 ||
    docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

begin() {
  # From a folder of its own, so that it does not hold the caller's.
  (cd / && setsid dockerd --data-root "$data" "$@" >"$log" 2>&1 </dev/null &)
  for _ in $(seq 1 60); do
    if answers; then
      echo "engine started${*:+ with $*}"
      exit 0
    fi
    sleep 0.5
  done
  [ -f /var/run/docker.pid ] && kill "$(cat /var/run/docker.pid)" 2>/dev/null || true
}

if answers; then
  echo 'an engine is there'
  exit 0
fi
command -v dockerd >/dev/null || { echo 'no engine: there is no dockerd' >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo 'no engine: only root may start dockerd' >&2; exit 1; }
begin
begin --storage-driver vfs
# Without rules of a packet filter, containers reach each other and nothing else.
begin --storage-driver vfs --iptables=false --ip6tables=false
echo "no engine: dockerd does not start, see $log" >&2
tail -3 "$log" >&2
exit 1
