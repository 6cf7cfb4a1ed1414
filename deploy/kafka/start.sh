#!/bin/bash
# Starts the broker of /compose.yaml; the first time it makes the office's user, which the image's own start cannot do.
set -euo pipefail
umask 077
tools=/opt/kafka/bin
settings=/tmp/server.properties

broker=$(head -c 32 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
sed "s/@BROKER@/$broker/g" /etc/kith/server.properties > "$settings"

if [ ! -f /var/lib/kafka/data/meta.properties ]; then
  office=$(sed -n 's/.*"password": *"\([A-Za-z0-9_-]*\)".*/\1/p' /run/secrets/office)
  [ -n "$office" ] || { echo "/run/secrets/office has no password in it" >&2; exit 1; }
  # In a file, as everyone may read the list of processes; and its output holds keys.
  printf '%s\n' format --standalone --cluster-id "$("$tools"/kafka-storage.sh random-uuid)" --config "$settings" \
    --add-scram "SCRAM-SHA-512=[name=office,iterations=4096,password=$office]" > /tmp/format
  "$tools"/kafka-storage.sh @/tmp/format > /dev/null
  rm /tmp/format
fi
exec "$tools"/kafka-server-start.sh "$settings"
