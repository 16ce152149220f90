// Integrals by Arb's adaptive Gauss rule with proved bounds; on the line the tails are cut off where they do not matter, over the sphere
// one integration is nested in another. Over space, the trapezoid rule in doubles with tables of the exponentials.
// cc -O2 peer.c -o peer -lflint-arb -lflint -lmpfr -lgmp -lm
// usage: peer NAME DIGITS, with the names of `main.swift`: a b c d e o sphere sphere-2 R³
//            prints the CPU seconds of the integration and the value
//        peer exact NAME DIGITS VALUE, with Q1 … Q15
//            says whether the value has so many right digits
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

// Over the sphere: z is the height, the inner variable the longitude. With φ = 7/10 x + 1/2 y² + 3/10 x z and f = e^φ,
// |∇_S φ|² f, or Γ₂(φ) f with the curvature written out in the gradient p, the Hessian H and the radial derivative r = x·p.
typedef struct {
    acb_t height, radius;
    slong goal;
    mag_ptr tolerance;
    int isCurvature;
} Parallel;

static int longitude(acb_ptr result, const acb_t angle, void *argument, slong order, slong precision)
{
    Parallel *parallel = argument;
    // x y z, p, r, H x, and three to work with
    acb_ptr v = _acb_vec_init(13);
    acb_ptr x = v, p = v + 3, r = v + 6, h = v + 7, s = v + 10, t = v + 11, u = v + 12;
    acb_sin_cos(x + 1, x, angle, precision);
    acb_mul(x, x, parallel->radius, precision);
    acb_mul(x + 1, x + 1, parallel->radius, precision);
    acb_set(x + 2, parallel->height);
    // 10 p = (7 + 3z, 10y, 3x), 10 H x = (3z, 10y, 3x)
    acb_mul_ui(h, x + 2, 3, precision);
    acb_mul_ui(h + 1, x + 1, 10, precision);
    acb_mul_ui(h + 2, x, 3, precision);
    acb_add_ui(p, h, 7, precision);
    acb_set(p + 1, h + 1);
    acb_set(p + 2, h + 2);
    acb_zero(r);
    acb_zero(s);
    for (int k = 0; k < 3; k++) {
        acb_addmul(r, x + k, p + k, precision);
        acb_addmul(s, p + k, p + k, precision);
    }
    acb_submul(s, r, r, precision);
    if (parallel->isCurvature) {
        // ‖ΠHΠ - rΠ‖² = ‖H‖² - 2|Hx|² + (x·Hx)² - 2r (tr H - x·Hx) + 2r²; a hundredfold ‖H‖² is 118, ten times tr H is 10.
        acb_zero(t);
        acb_zero(u);
        for (int k = 0; k < 3; k++) {
            acb_addmul(t, h + k, h + k, precision);
            acb_addmul(u, x + k, h + k, precision);
        }
        acb_mul_2exp_si(t, t, 1);
        acb_sub(s, s, t, precision);
        acb_add_ui(s, s, 118, precision);
        acb_addmul(s, u, u, precision);
        acb_sub_ui(u, u, 10, precision);
        acb_add(u, u, r, precision);
        acb_mul(u, u, r, precision);
        acb_mul_2exp_si(u, u, 1);
        acb_add(s, s, u, precision);
    }
    // 10 φ = 7 x + 5 y² + 3 x z
    acb_mul_ui(t, x, 7, precision);
    acb_mul(u, x + 1, x + 1, precision);
    acb_mul_ui(u, u, 5, precision);
    acb_add(t, t, u, precision);
    acb_mul(u, x, x + 2, precision);
    acb_mul_ui(u, u, 3, precision);
    acb_add(t, t, u, precision);
    acb_div_ui(t, t, 10, precision);
    acb_exp(t, t, precision);
    acb_mul(result, s, t, precision);
    acb_div_ui(result, result, 100, precision);
    _acb_vec_clear(v, 13);
    return 0;
}

// In the polar angle, in which there are no singular ends: dS = sin θ dθ dλ.
static int polarAngle(acb_ptr result, const acb_t angle, void *argument, slong order, slong precision)
{
    Parallel *parallel = argument;
    acb_t start, end, part;
    acb_init(start);
    acb_init(end);
    acb_init(part);
    acb_sin_cos(parallel->radius, parallel->height, angle, precision);
    acb_const_pi(end, precision);
    acb_mul_2exp_si(end, end, 1);
    if (order == 0) {
        acb_calc_integrate(result, longitude, parallel, start, end, parallel->goal, parallel->tolerance, NULL, precision);
    } else {
        // On wide rectangles boxes are summed.
        const int boxes = 12;
        arb_t low, high;
        arb_init(low);
        arb_init(high);
        acb_zero(result);
        for (int k = 0; k < boxes; k++) {
            arb_mul_ui(low, acb_realref(end), k, 53);
            arb_div_ui(low, low, boxes, 53);
            arb_mul_ui(high, acb_realref(end), k + 1, 53);
            arb_div_ui(high, high, boxes, 53);
            arb_union(acb_realref(start), low, high, 53);
            longitude(part, start, parallel, 0, 53);
            acb_add(result, result, part, 53);
        }
        acb_mul(result, result, end, 53);
        acb_div_ui(result, result, boxes, 53);
        arb_clear(low);
        arb_clear(high);
    }
    acb_mul(result, result, parallel->radius, precision);
    acb_clear(start);
    acb_clear(end);
    acb_clear(part);
    return 0;
}

static void sphere(int isCurvature, const char *name, slong digits)
{
    Parallel parallel;
    mag_t tolerance;
    acb_t start, end, value;
    slong goal = (slong) (digits * 3.3219281) + 10, precision = goal + 30;
    acb_init(parallel.height);
    acb_init(parallel.radius);
    mag_init(tolerance);
    mag_set_ui_2exp_si(tolerance, 1, -goal);
    parallel.goal = goal;
    parallel.tolerance = tolerance;
    parallel.isCurvature = isCurvature;
    acb_init(start);
    acb_init(end);
    acb_init(value);
    clock_t clockStart = clock();
    acb_const_pi(end, precision);
    acb_calc_integrate(value, polarAngle, &parallel, start, end, goal, tolerance, NULL, precision);
    printf("%s %ld %.6f s ", name, (long) digits, (double) (clock() - clockStart) / CLOCKS_PER_SEC);
    arb_printn(acb_realref(value), 25, ARB_STR_NO_RADIUS);
    printf("\n");
}

// ∫ |∇f|²/f over R³ for f = 2/5 g + 3/5 h, g of variances 1, 1/2, 2, h about m = (1, -1, 1/2) with the inverse covariance
// ((2, 1/2, 0), (1/2, 1, 1/4), (0, 1/4, 3/2)): the exponentials are products of tables over pairs of axes.
static void mixtureInSpace(const char *name)
{
    const double step = 0.25, radius = 13;
    const int half = (int) (radius / step), count = 2 * half + 1;
    clock_t start = clock();
    double circle = pow(2 * acos(-1), 1.5), first = 0.4 / circle, second = 0.6 * sqrt(2.5) / circle, total = 0;
    double *g = malloc(sizeof(double) * count * count), *h = malloc(sizeof(double) * count * count);
    for (int j = 0; j < count; j++) {
        for (int k = 0; k < count; k++) {
            double y = (j - half) * step, z = (k - half) * step;
            g[j * count + k] = exp(-y * y - z * z / 4);
            y += 1;
            z -= 0.5;
            h[j * count + k] = exp(-y * y / 2 - y * z / 4 - 0.75 * z * z);
        }
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            double x = (i - half) * step, y = (j - half) * step, sum = 0;
            double p = first * exp(-x * x / 2), q = second * exp(-(x - 1) * (x - 1) - (x - 1) * (y + 1) / 2);
            for (int k = 0; k < count; k++) {
                double z = (k - half) * step - 0.5, a = p * g[j * count + k], b = q * h[j * count + k], f = a + b;
                double u = a * x + b * (2 * (x - 1) + (y + 1) / 2);
                double v = 2 * a * y + b * ((x - 1) / 2 + (y + 1) + z / 4);
                double w = a * (z + 0.5) / 2 + b * ((y + 1) / 4 + 1.5 * z);
                sum += f > 0 ? (u * u + v * v + w * w) / f : 0;
            }
            total += sum;
        }
    }
    free(g);
    free(h);
    printf("%s 15 %.6f s %.16g\n", name, (double) (clock() - start) / CLOCKS_PER_SEC, total * step * step * step);
}

// The closed forms of Bailey's integrals.
static int closedForm(arb_t value, int number, slong precision)
{
    arb_t pi, other;
    arb_init(pi);
    arb_init(other);
    arb_const_pi(pi, precision);
    switch (number) {
    case 1: arb_set_d(value, 0.25); break;
    case 2: // (π - 2 + 2 log 2)/12
        arb_const_log2(value, precision);
        arb_mul_2exp_si(value, value, 1);
        arb_add(value, value, pi, precision);
        arb_sub_ui(value, value, 2, precision);
        arb_div_ui(value, value, 12, precision);
        break;
    case 3: // (e^(π/2) - 1)/2
        arb_mul_2exp_si(value, pi, -1);
        arb_expm1(value, value, precision);
        arb_mul_2exp_si(value, value, -1);
        break;
    case 4: // 5π²/96
        arb_mul(value, pi, pi, precision);
        arb_mul_ui(value, value, 5, precision);
        arb_div_ui(value, value, 96, precision);
        break;
    case 5:
        arb_set_si(value, -4);
        arb_div_ui(value, value, 9, precision);
        break;
    case 6: arb_mul_2exp_si(value, pi, -2); break;
    case 7: // 2 √π Γ(3/4)/Γ(1/4)
        arb_set_d(value, 0.75);
        arb_gamma(value, value, precision);
        arb_set_d(other, 0.25);
        arb_gamma(other, other, precision);
        arb_div(value, value, other, precision);
        arb_sqrt(other, pi, precision);
        arb_mul(value, value, other, precision);
        arb_mul_2exp_si(value, value, 1);
        break;
    case 8: arb_set_ui(value, 2); break;
    case 9: // -π log(2)/2
        arb_const_log2(value, precision);
        arb_mul(value, value, pi, precision);
        arb_mul_2exp_si(value, value, -1);
        arb_neg(value, value);
        break;
    case 10: // π √2/2
        arb_sqrt_ui(value, 2, precision);
        arb_mul(value, value, pi, precision);
        arb_mul_2exp_si(value, value, -1);
        break;
    case 11:
    case 15: arb_mul_2exp_si(value, pi, -1); break;
    case 12: arb_sqrt(value, pi, precision); break;
    case 13:
        arb_mul_2exp_si(value, pi, -1);
        arb_sqrt(value, value, precision);
        break;
    case 14: arb_set_d(value, 0.5); break;
    default: return 0;
    }
    arb_clear(pi);
    arb_clear(other);
    return 1;
}

// Whether the midpoint is as close as the digits say.
static int compare(char **words)
{
    slong digits = atol(words[3]), precision = (slong) (digits * 3.3219281) + 64;
    arb_t value, exact, unit;
    arb_init(value);
    arb_init(exact);
    arb_init(unit);
    if (words[2][0] != 'Q' || !closedForm(exact, atoi(words[2] + 1), precision) || arb_set_str(value, words[4], precision)) {
        fprintf(stderr, "usage: peer exact Q1 … Q15 DIGITS VALUE\n");
        return 2;
    }
    mag_zero(arb_radref(value));
    arb_sub(value, value, exact, precision);
    arb_abs(value, value);
    arb_set_ui(unit, 10);
    arb_pow_ui(unit, unit, digits - 1, precision);
    arb_div(unit, exact, unit, precision);
    arb_abs(unit, unit);
    printf(arb_lt(value, unit) ? "right\n" : "WRONG\n");
    return 0;
}

int main(int count, char **words)
{
    if (count == 5 && !strcmp(words[1], "exact")) return compare(words);
    if (count == 3 && !strcmp(words[1], "R³")) {
        mixtureInSpace(words[1]);
        return 0;
    }
    if (count == 3 && !strncmp(words[1], "sphere", 6)) {
        sphere(!strncmp(words[1], "sphere-2", 8), words[1], atol(words[2]));
        return 0;
    }
    if (count != 3 || strlen(words[1]) != 1 || !strchr("abcdeo", words[1][0])) {
        fprintf(stderr, "usage: peer a|b|c|d|e|o|sphere|sphere-2|R³ DIGITS\n");
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
