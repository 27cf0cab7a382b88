#!/bin/bash
# Regenerates the oracle files of this folder (about five minutes).  Debian 12 packages:
#   apt-get install r-base-core r-cran-jsonlite r-cran-coin r-cran-exactranktests r-cran-ksamples \
#     r-cran-goftest r-cran-e1071 r-cran-pwr python3-numpy python3-scipy python3-statsmodels \
#     python3-mpmath python3-gmpy2
# Usage: generate_all.sh [output folder]   (default: the parent folder)
set -eu
cd "$(dirname "$0")"
out=${1:-$(cd .. && pwd)}
for t in mann_whitney two_proportion mean_tests dist_tests count_tests basic_stats \
         power_sample_size special_functions outliers sequential; do
  /usr/bin/python3 "$t.py" "$out"
done
