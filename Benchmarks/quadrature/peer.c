// CPU time of the same integrals by Arb's integrator: `peer [digits ...]`.
//
// As one writes them by hand: the half-line and the line are cut off where the rest is below the error, which is not proved here.
#include <acb_calc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// (3/5 exp(-x²/2) + 4/5 exp(-2(x-2)²)) / sqrt(2π), its derivative, and the values that both need.
static void mixture(acb_t f, acb_t derivative, const acb_t x, slong bits) {
    acb_t first, second, y;
    acb_init(first); acb_init(second); acb_init(y);
    acb_mul(first, x, x, bits);
    acb_mul_2exp_si(first, first, -1);
    acb_neg(first, first);
    acb_exp(first, first, bits);
    acb_mul_ui(first, first, 3, bits);
    acb_div_ui(first, first, 5, bits);
    acb_sub_ui(y, x, 2, bits);
    acb_mul(second, y, y, bits);
    acb_mul_si(second, second, -2, bits);
    acb_exp(second, second, bits);
    acb_mul_ui(second, second, 4, bits);
    acb_div_ui(second, second, 5, bits);
    acb_add(f, first, second, bits);
    if (derivative) {
        acb_mul(first, first, x, bits);
        acb_mul(second, second, y, bits);
        acb_mul_2exp_si(second, second, 2);
        acb_add(derivative, first, second, bits);
        acb_neg(derivative, derivative);
    }
    arb_t norm;
    arb_init(norm);
    arb_const_pi(norm, bits);
    arb_mul_2exp_si(norm, norm, 1);
    arb_rsqrt(norm, norm, bits);
    acb_mul_arb(f, f, norm, bits);
    if (derivative) acb_mul_arb(derivative, derivative, norm, bits);
    arb_clear(norm);
    acb_clear(first); acb_clear(second); acb_clear(y);
}

static int entropy(acb_ptr result, const acb_t x, void *parameter, slong order, slong bits) {
    acb_t f;
    acb_init(f);
    mixture(f, NULL, x, bits);
    acb_log_analytic(result, f, order != 0, bits);
    acb_mul(result, result, f, bits);
    acb_clear(f);
    return 0;
}

static int fisher(acb_ptr result, const acb_t x, void *parameter, slong order, slong bits) {
    acb_t f, slope;
    acb_init(f); acb_init(slope);
    mixture(f, slope, x, bits);
    acb_mul(slope, slope, slope, bits);
    acb_div(result, slope, f, bits);
    acb_clear(f); acb_clear(slope);
    return 0;
}

static int logarithm(acb_ptr result, const acb_t x, void *parameter, slong order, slong bits) {
    acb_t square;
    acb_init(square);
    acb_mul(square, x, x, bits);
    acb_add_ui(result, square, 1, bits);
    acb_log_analytic(result, result, order != 0, bits);
    acb_neg(square, square);
    acb_exp(square, square, bits);
    acb_mul(result, result, square, bits);
    acb_clear(square);
    return 0;
}

static void run(const char *name, acb_calc_func_t f, int low, int high, slong digits) {
    slong bits = digits * 3.33 + 32, goal = digits * 3.33 + 8;
    acb_t a, b, value;
    mag_t tolerance;
    acb_init(a); acb_init(b); acb_init(value); mag_init(tolerance);
    acb_set_si(a, low);
    acb_set_si(b, high);
    mag_set_ui_2exp_si(tolerance, 1, -goal);
    clock_t start = clock();
    acb_calc_integrate(value, f, NULL, a, b, goal, tolerance, NULL, bits);
    double seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
    char *text = arb_get_str(acb_realref(value), 25, 0);
    printf("%s %ld %.6f s, %ld digits, %s\n", name, digits, seconds, (slong) (arb_rel_accuracy_bits(acb_realref(value)) * 0.30103), text);
    free(text);
    acb_clear(a); acb_clear(b); acb_clear(value); mag_clear(tolerance);
}

int main(int count, char **words) {
    for (int number = 1; number < count || (count == 1 && number == 1); number++) {
        slong digits = count == 1 ? 50 : atol(words[number]);
        // Where exp(-x²/2) is below the error.
        int far = 4;
        while (far * far < 2 * 2.31 * (digits + 3)) far++;
        run("c", logarithm, 0, far, digits);
        run("d", entropy, -far, far + 2, digits);
        run("e", fisher, -far, far + 2, digits);
    }
    return 0;
}
