// Integrals on the line by Arb's adaptive Gauss rule with proved bounds; the tails are cut off where they do not matter.
// cc -O2 peer.c -o peer -lflint-arb -lflint -lmpfr -lgmp -lm
// usage: peer NAME DIGITS, with the names of `main.swift`: a b c d e o
// Prints the CPU seconds of the integration and the value.
#include <acb.h>
#include <acb_calc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// exp(-scale (z - centre)^2 / 2)
static void bell(acb_t result, const acb_t z, slong centre, slong scale, slong precision)
{
    acb_sub_si(result, z, centre, precision);
    acb_mul(result, result, result, precision);
    acb_mul_si(result, result, -scale, precision);
    acb_mul_2exp_si(result, result, -1);
    acb_exp(result, result, precision);
}

// The parts of f = 3/5 N(0, 1) + 2/5 N(2, 1/4).
static void mixture(acb_t first, acb_t second, const acb_t z, slong precision)
{
    arb_t circle;
    arb_init(circle);
    arb_const_pi(circle, precision);
    arb_mul_2exp_si(circle, circle, 1);
    arb_sqrt(circle, circle, precision);
    arb_mul_ui(circle, circle, 5, precision);
    bell(first, z, 0, 1, precision);
    acb_mul_ui(first, first, 3, precision);
    acb_div_arb(first, first, circle, precision);
    bell(second, z, 2, 4, precision);
    acb_mul_ui(second, second, 4, precision);
    acb_div_arb(second, second, circle, precision);
    arb_clear(circle);
}

static int integrand(acb_ptr result, const acb_t z, void *name, slong order, slong precision)
{
    acb_t x, y, w;
    acb_init(x);
    acb_init(y);
    acb_init(w);
    int mustBeAnalytic = order != 0;
    switch (*(const char *) name) {
    case 'a':
        bell(x, z, 0, 1, precision);
        acb_pow_ui(y, z, 8, precision);
        acb_mul(result, x, y, precision);
        break;
    case 'b':
        bell(x, z, 0, 1, precision);
        acb_sqrt_analytic(y, z, mustBeAnalytic, precision);
        acb_mul(result, x, y, precision);
        break;
    case 'c':
        bell(x, z, 0, 2, precision);
        acb_mul(y, z, z, precision);
        acb_add_ui(y, y, 1, precision);
        acb_log_analytic(y, y, mustBeAnalytic, precision);
        acb_mul(result, x, y, precision);
        break;
    case 'd':
        mixture(x, y, z, precision);
        acb_add(x, x, y, precision);
        acb_log_analytic(y, x, mustBeAnalytic, precision);
        acb_mul(result, x, y, precision);
        break;
    case 'e':
        // f' = -(z f_1 + 4 (z - 2) f_2)
        mixture(x, y, z, precision);
        acb_sub_ui(w, z, 2, precision);
        acb_mul_2exp_si(w, w, 2);
        acb_mul(w, w, y, precision);
        acb_addmul(w, z, x, precision);
        acb_mul(w, w, w, precision);
        acb_add(x, x, y, precision);
        acb_div(result, w, x, precision);
        break;
    default:
        bell(x, z, 0, 1, precision);
        acb_mul_ui(y, z, 20, precision);
        acb_cos(y, y, precision);
        acb_mul(result, x, y, precision);
    }
    acb_clear(x);
    acb_clear(y);
    acb_clear(w);
    return 0;
}

int main(int count, char **words)
{
    if (count != 3 || strlen(words[1]) != 1 || !strchr("abcdeo", words[1][0])) {
        fprintf(stderr, "usage: peer a|b|c|d|e|o DIGITS\n");
        return 2;
    }
    char name = words[1][0];
    slong digits = atol(words[2]);
    // The value of o is e^-200.
    slong goal = (slong) (digits * 3.3219281) + 10 + (name == 'o' ? 300 : 0);
    slong precision = goal + 30;
    // The integrands are below exp(-x^2/2) times a power, c below its square.
    double exponent = (goal + 60) * 0.6931472;
    slong radius = (slong) sqrt(name == 'c' ? exponent : 2 * exponent) + 4;

    acb_t from, to, value;
    mag_t tolerance;
    acb_calc_integrate_opt_t options;
    acb_init(from);
    acb_init(to);
    acb_init(value);
    mag_init(tolerance);
    mag_set_ui_2exp_si(tolerance, 1, -goal);
    acb_calc_integrate_opt_init(options);
    options->eval_limit = 200000000;
    options->depth_limit = 100000;
    acb_set_si(from, name == 'b' || name == 'c' ? 0 : -radius);
    acb_set_si(to, radius);
    clock_t start = clock();
    acb_calc_integrate(value, integrand, &name, from, to, goal, tolerance, options, precision);
    printf("%c %ld %.6f s ", name, (long) digits, (double) (clock() - start) / CLOCKS_PER_SEC);
    arb_printn(acb_realref(value), 25, ARB_STR_NO_RADIUS);
    printf("\n");
    return 0;
}
