#!/bin/sh
# Calls a job of the application again and again for most of a minute: what a scheduler that counts in minutes needs for a job
# that is due more often. Jobs may overlap; they do not disturb each other.
#
#   call-job.sh METHOD PATH EVERY_SECONDS
#
# MENDIAN_URL says where the application is, MENDIAN_JOB_TOKEN holds a token with the role `job`. It reaches curl on its standard
# input, because arguments can be read by everybody on the machine. Fails when the last call failed.
set -eu

method=$1
path=$2
every=$3
url=${MENDIAN_URL:?is where the application is}
token=${MENDIAN_JOB_TOKEN:?is a token with the role job}
# The last call begins within this many seconds.
last=${MENDIAN_JOB_SECONDS:-55}

start=$(date +%s)
while :; do
    outcome=0
    printf 'header = "authorization: Bearer %s"\n' "$token" |
        curl --config - --silent --show-error --fail --max-time 120 --output /dev/null --request "$method" "$url$path" ||
        outcome=$?
    [ $(($(date +%s) + every - start)) -le "$last" ] || exit "$outcome"
    sleep "$every"
done
