#!/bin/sh
# Make the secrets that compose.yaml hands over, each in a file of its own. What is there already is kept.
#
#   sh installer/server/make_secrets.sh FOLDER
set -eu
folder=${1:?usage: sh installer/server/make_secrets.sh FOLDER}
umask 077
mkdir -p "$folder"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$folder/$1" ] || printf '%s' "$2" >"$folder/$1"; }

keep postgres_password "$(random)"
keep truthtime_owner_database_url \
  "postgresql://truthtime_owner:$(cat "$folder/postgres_password")@database:5432/truthtime"
keep truthtime_database_url "postgresql://truthtime_server:$(random)@database:5432/truthtime"
keep truthtime_identity_key "$(random)$(random)"
keep truthtime_metrics_token "$(random)"
# The containers run as a user of their own, which has to read them; the folder keeps everybody else out.
chmod 0444 "$folder"/*
chmod 0711 "$folder"
