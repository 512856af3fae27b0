#!/bin/sh
# Put everything that a function host needs into one folder, which is then deployed from there.
#
#   sh installer/server/serverless/prepare.sh [FOLDER]      build/work/serverless by default
set -eu
cd "$(dirname "$0")/../../.."
folder=${1:-build/work/serverless}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml | head -n 1)

rm -rf "$folder"
mkdir -p "$folder/truthtime-$version.dist-info"
cp -R truthtime_core truthtime_server "$folder/"
find "$folder" -name __pycache__ -type d -prune -exec rm -rf {} +
cp installer/server/serverless/asgi.py installer/server/serverless/vercel.json "$folder/"
cp requirements/server.txt "$folder/requirements.txt"
# How the program knows its version without being installed.
printf 'Metadata-Version: 2.1\nName: truthtime\nVersion: %s\n' "$version" >"$folder/truthtime-$version.dist-info/METADATA"
echo "$folder is ready to be deployed."
