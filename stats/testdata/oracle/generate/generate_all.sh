#!/bin/bash
# Regenerates the oracle files of this folder (about five minutes).  Debian 12 packages:
#   apt-get install r-base-core r-cran-jsonlite r-cran-coin r-cran-exactranktests r-cran-e1071 \
#     python3-numpy python3-scipy python3-statsmodels python3-mpmath python3-gmpy2
# Usage: generate_all.sh [output folder]   (default: the parent folder)
# count_tests.py and basic_stats.py write files of further topics too; remove those you do not need.
set -eu
cd "$(dirname "$0")"
out=${1:-$(cd .. && pwd)}
for t in mann_whitney two_proportion count_tests basic_stats special_functions; do
  /usr/bin/python3 "$t.py" "$out"
done
