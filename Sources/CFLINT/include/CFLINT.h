// The C headers of GMP, MPFR, FLINT and Arb, and nothing else.
// Arb is part of FLINT from version 3 on; before that its headers stand alone (Debian 12).
#ifndef CFLINT_H
#define CFLINT_H

#include <gmp.h>
#include <mpfr.h>
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <flint/fmpq.h>
#include <flint/fmpq_mpoly.h>
#include <flint/fmpq_mpoly_factor.h>
#include <flint/fmpz_mpoly.h>

#if __has_include(<flint/arb.h>)
#include <flint/arb.h>
#include <flint/acb.h>
#include <flint/acb_calc.h>
#include <flint/arb_hypgeom.h>
#include <flint/acb_hypgeom.h>
#else
#include <arb.h>
#include <acb.h>
#include <acb_calc.h>
#include <arb_hypgeom.h>
#include <acb_hypgeom.h>
#endif

// Macros that Swift does not import.
static const int CFLINT_ROUND_NEAREST = ARF_RND_NEAR;
static const unsigned long CFLINT_WITHOUT_RADIUS = ARB_STR_NO_RADIUS;

#endif
