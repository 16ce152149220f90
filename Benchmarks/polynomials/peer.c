// The same three problems as main.swift on FLINT's C interface, over the integers.
// cc -O2 peer.c -o peer -lflint -lmpfr -lgmp && ./peer
#include <flint/flint.h>
#include <flint/fmpz_mpoly.h>
#include <stdio.h>
#include <time.h>

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

static void product(const char *name, const char **variables, int count,
                    const char *left, const char *right, unsigned power, int shift)
{
    fmpz_mpoly_ctx_t ring;
    fmpz_mpoly_t p, q, r;
    fmpz_mpoly_ctx_init(ring, count, ORD_LEX);
    fmpz_mpoly_init(p, ring);
    fmpz_mpoly_init(q, ring);
    fmpz_mpoly_init(r, ring);
    fmpz_mpoly_set_str_pretty(p, left, variables, ring);
    fmpz_mpoly_set_str_pretty(q, right, variables, ring);
    fmpz_mpoly_pow_ui(p, p, power, ring);
    fmpz_mpoly_pow_ui(q, q, power, ring);
    fmpz_mpoly_add_si(q, q, shift, ring);
    double begin = cpu_seconds();
    fmpz_mpoly_mul(r, p, q, ring);
    printf("%s %.6f s  %ld terms\n", name, cpu_seconds() - begin, (long) fmpz_mpoly_length(r, ring));
    fmpz_mpoly_clear(p, ring);
    fmpz_mpoly_clear(q, ring);
    fmpz_mpoly_clear(r, ring);
    fmpz_mpoly_ctx_clear(ring);
}

// a/b += c/d, reduced by the gcd of the denominators before and of the result after.
static void add_fraction(fmpz_mpoly_t a, fmpz_mpoly_t b, fmpz_mpoly_t c, fmpz_mpoly_t d, const fmpz_mpoly_ctx_t ring)
{
    fmpz_mpoly_t common, first, second;
    fmpz_mpoly_init(common, ring);
    fmpz_mpoly_init(first, ring);
    fmpz_mpoly_init(second, ring);
    fmpz_mpoly_gcd(common, b, d, ring);
    fmpz_mpoly_divides(first, b, common, ring);
    fmpz_mpoly_divides(second, d, common, ring);
    fmpz_mpoly_mul(a, a, second, ring);
    fmpz_mpoly_mul(c, c, first, ring);
    fmpz_mpoly_add(a, a, c, ring);
    fmpz_mpoly_mul(b, b, second, ring);
    fmpz_mpoly_gcd(common, a, b, ring);
    fmpz_mpoly_divides(a, a, common, ring);
    fmpz_mpoly_divides(b, b, common, ring);
    fmpz_mpoly_clear(common, ring);
    fmpz_mpoly_clear(first, ring);
    fmpz_mpoly_clear(second, ring);
}

static void fractions(void)
{
    enum { N = 6 };
    fmpz_mpoly_ctx_t ring;
    fmpz_mpoly_t x[N], a, b, c, d, h, t;
    fmpz_mpoly_ctx_init(ring, N, ORD_LEX);
    double begin = cpu_seconds();
    for (int i = 0; i < N; i++) {
        fmpz_mpoly_init(x[i], ring);
        fmpz_mpoly_gen(x[i], i, ring);
    }
    fmpz_mpoly_init(a, ring);
    fmpz_mpoly_init(b, ring);
    fmpz_mpoly_init(c, ring);
    fmpz_mpoly_init(d, ring);
    fmpz_mpoly_init(h, ring);
    fmpz_mpoly_init(t, ring);
    fmpz_mpoly_one(b, ring);
    for (int i = 0; i < N; i++) {
        fmpz_mpoly_pow_ui(c, x[i], N + 1, ring);
        fmpz_mpoly_one(d, ring);
        for (int j = 0; j < N; j++) {
            if (j == i) continue;
            fmpz_mpoly_sub(t, x[i], x[j], ring);
            fmpz_mpoly_mul(d, d, t, ring);
        }
        add_fraction(a, b, c, d, ring);
        for (int j = i; j < N; j++) {
            fmpz_mpoly_mul(t, x[i], x[j], ring);
            fmpz_mpoly_add(h, h, t, ring);
        }
    }
    fmpz_mpoly_mul(h, h, b, ring);
    fmpz_mpoly_sub(a, a, h, ring);
    printf("fractions %.6f s  %s\n", cpu_seconds() - begin, fmpz_mpoly_is_zero(a, ring) ? "zero" : "NOT ZERO");
}

int main(void)
{
    const char *four[] = {"x", "y", "z", "w"};
    const char *five[] = {"x", "y", "z", "w", "u"};
    product("dense", four, 4, "1+x+y+z+w", "1+x+y+z+w", 20, 1);
    fractions();
    product("sparse", five, 5, "1+x+y+2*z^2+3*w^3+5*u^5", "1+u+w+2*z^2+3*y^3+5*x^5", 12, 0);
    flint_cleanup();
    return 0;
}
