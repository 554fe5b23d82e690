#!/bin/sh -e
# Prints what happens in one project with the `nats` command: first what the platform still has, then live. Started again, it
# goes on where it was. Its environment is what `yard subscriber NAME` says.
: "${NATS_URL:?first: eval \"\$(yard subscriber NAME)\"}"
while :; do
  nats --server "$NATS_URL" --user "$NATS_USER" --password "$NATS_PASSWORD" --inbox-prefix "_INBOX_$NATS_USER" \
    --timeout 30s consumer next "$YARD_STREAM" "$YARD_CONSUMER" --raw --ack || sleep 1
done
