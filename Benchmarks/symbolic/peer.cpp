// The symbolic workloads on FLINT's C interface: every derivative of the unknown function is a variable of one
// polynomial ring over the integers, differentiation is the total derivative, and norms are cleared by hand.
// g++ -O2 -std=c++17 peer.cpp -o peer -lflint -lmpfr -lgmp
// usage: peer s1 | s2 DIMENSION | s3 | s4 DIMENSION [false]
// Prints the CPU seconds of the computation, the verdict and the number of terms of one side.
#include <flint/fmpz_mpoly.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>
#include <utility>
#include <vector>

static fmpz_mpoly_ctx_t ring;

class Polynomial {
public:
    fmpz_mpoly_t value;

    Polynomial(slong constant = 0) {
        fmpz_mpoly_init(value, ring);
        if (constant) fmpz_mpoly_set_si(value, constant, ring);
    }
    Polynomial(const Polynomial& other) {
        fmpz_mpoly_init(value, ring);
        fmpz_mpoly_set(value, other.value, ring);
    }
    Polynomial(Polynomial&& other) noexcept {
        fmpz_mpoly_init(value, ring);
        fmpz_mpoly_swap(value, other.value, ring);
    }
    Polynomial& operator=(Polynomial other) noexcept {
        fmpz_mpoly_swap(value, other.value, ring);
        return *this;
    }
    ~Polynomial() { fmpz_mpoly_clear(value, ring); }

    static Polynomial variable(slong index) {
        Polynomial result;
        fmpz_mpoly_gen(result.value, index, ring);
        return result;
    }

    bool isZero() const { return fmpz_mpoly_is_zero(value, ring); }
    slong termCount() const { return fmpz_mpoly_length(value, ring); }

    Polynomial derivative(slong index) const {
        Polynomial result;
        fmpz_mpoly_derivative(result.value, value, index, ring);
        return result;
    }

    Polynomial& operator+=(const Polynomial& other) {
        fmpz_mpoly_add(value, value, other.value, ring);
        return *this;
    }
    Polynomial& operator-=(const Polynomial& other) {
        fmpz_mpoly_sub(value, value, other.value, ring);
        return *this;
    }
    Polynomial& operator*=(const Polynomial& other) {
        fmpz_mpoly_mul(value, value, other.value, ring);
        return *this;
    }
};

static Polynomial operator+(Polynomial a, const Polynomial& b) { return std::move(a += b); }
static Polynomial operator-(Polynomial a, const Polynomial& b) { return std::move(a -= b); }
static Polynomial operator*(const Polynomial& a, const Polynomial& b) {
    Polynomial result;
    fmpz_mpoly_mul(result.value, a.value, b.value, ring);
    return result;
}

using Vector = std::vector<Polynomial>;
using Matrix = std::vector<Vector>;

static Matrix zeroMatrix(int rows, int columns) { return Matrix(rows, Vector(columns)); }

static Polynomial dot(const Vector& a, const Vector& b) {
    Polynomial sum;
    for (size_t i = 0; i < a.size(); i++) sum += a[i] * b[i];
    return sum;
}

static Matrix product(const Matrix& a, const Matrix& b) {
    Matrix result = zeroMatrix(a.size(), b[0].size());
    for (size_t i = 0; i < a.size(); i++)
        for (size_t k = 0; k < b.size(); k++) {
            if (a[i][k].isZero()) continue;
            for (size_t j = 0; j < b[k].size(); j++) result[i][j] += a[i][k] * b[k][j];
        }
    return result;
}

// One unknown function of `dimension` coordinates with its derivatives up to `order`. The variables of the ring
// are the coordinates, then the parameters, then the derivatives; a derivative is the sorted list of its indices.
class JetSpace {
public:
    const int dimension, parameterCount;

    JetSpace(int dimension, int parameterCount, int order) : dimension(dimension), parameterCount(parameterCount) {
        std::map<std::vector<int>, int> place;
        std::vector<std::vector<int>> jets;
        for (int length = 1; length <= order; length++) {
            std::vector<int> indices;
            std::function<void(int)> extend = [&](int least) {
                if ((int) indices.size() == length) {
                    place[indices] = dimension + parameterCount + (int) jets.size();
                    jets.push_back(indices);
                    return;
                }
                for (int i = least; i < dimension; i++) {
                    indices.push_back(i);
                    extend(i);
                    indices.pop_back();
                }
            };
            extend(0);
        }
        firstJet = dimension + parameterCount;
        variableCount = firstJet + (int) jets.size();
        next.assign(variableCount, std::vector<int>(dimension, -1));
        for (size_t j = 0; j < jets.size(); j++)
            for (int i = 0; i < dimension; i++) {
                auto higher = jets[j];
                higher.insert(std::upper_bound(higher.begin(), higher.end(), i), i);
                auto found = place.find(higher);
                if (found != place.end()) next[firstJet + j][i] = found->second;
            }
        fmpz_mpoly_ctx_init(ring, variableCount, ORD_DEGREVLEX);
    }

    Polynomial coordinate(int i) const { return Polynomial::variable(i); }
    Polynomial parameter(int i) const { return Polynomial::variable(dimension + i); }
    Polynomial jet(int i) const { return Polynomial::variable(firstJet + i); }
    Polynomial jet(int i, int j) const { return Polynomial::variable(next[firstJet + i][j]); }

    // The total derivative in coordinate i, the parameters being constants.
    Polynomial derivative(const Polynomial& e, int i) const {
        Polynomial sum = e.derivative(i);
        std::vector<slong> degrees(variableCount);
        fmpz_mpoly_degrees_si(degrees.data(), e.value, ring);
        for (int j = firstJet; j < variableCount; j++) {
            if (degrees[j] <= 0) continue;
            if (next[j][i] < 0) {
                fprintf(stderr, "a derivative beyond the jet space\n");
                exit(3);
            }
            sum += e.derivative(j) * Polynomial::variable(next[j][i]);
        }
        return sum;
    }

    int firstJet, variableCount;

private:
    std::vector<std::vector<int>> next;
};

struct Answer {
    bool isZero;
    slong termCount;
};

// e with rho u^2 = 1 vanishes: the even and the odd powers of u are cleared apart.
static bool vanishes(const Polynomial& e, int u, const Polynomial& rho, int variableCount) {
    std::map<ulong, Polynomial> byPower;
    std::vector<ulong> exponents(variableCount);
    fmpz_t coefficient;
    fmpz_init(coefficient);
    for (slong t = 0; t < e.termCount(); t++) {
        fmpz_mpoly_get_term_exp_ui(exponents.data(), e.value, t, ring);
        fmpz_mpoly_get_term_coeff_fmpz(coefficient, e.value, t, ring);
        ulong power = std::exchange(exponents[u], 0);
        fmpz_mpoly_push_term_fmpz_ui(byPower[power].value, coefficient, exponents.data(), ring);
    }
    fmpz_clear(coefficient);
    // Horner in rho, from the lowest power of u upward.
    Polynomial cleared[2];
    ulong last[2] = {0, 1};
    for (auto& [power, part] : byPower) {
        int parity = power & 1;
        for (; last[parity] < power; last[parity] += 2) cleared[parity] *= rho;
        fmpz_mpoly_sort_terms(part.value, ring);
        cleared[parity] += part;
    }
    return cleared[0].isZero() && cleared[1].isZero();
}

// The Hessian in R^3 is its radial and tangential parts; u = 1/|z| with D_i u = -z_i u^3.
static Answer hessian(bool isFalse) {
    const JetSpace jets(3, 1, 2);
    const int inverseNorm = 3;
    const Polynomial u = jets.parameter(0), square = u * u, cube = square * u;
    Vector z, radius, gradient;
    Polynomial rho;
    for (int i = 0; i < 3; i++) {
        z.push_back(jets.coordinate(i));
        gradient.push_back(jets.jet(i));
        radius.push_back(z[i] * u);
        rho += z[i] * z[i];
    }
    const Polynomial norm = rho * u;
    Matrix projection = zeroMatrix(3, 3), second = zeroMatrix(3, 3);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            projection[i][j] = Polynomial(i == j) - radius[i] * radius[j];
            second[i][j] = jets.jet(i, j);
        }
    auto D = [&](const Polynomial& e) {
        Vector result;
        const Polynomial inNorm = cube * e.derivative(inverseNorm);
        for (int i = 0; i < 3; i++) result.push_back(jets.derivative(e, i) - z[i] * inNorm);
        return result;
    };
    auto tangential = [&](const Vector& field) {
        Vector result;
        for (int i = 0; i < 3; i++) result.push_back(norm * dot(projection[i], field));
        return result;
    };
    const Polynomial radial = dot(radius, gradient);
    const Vector slope = D(radial), angular = tangential(gradient), mixed = tangential(slope);
    const Polynomial twice = dot(radius, slope), curvature = u * radial;
    const Matrix sandwich = product(product(projection, second), projection);
    Answer answer{true, 0};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            Polynomial right = twice * radius[i] * radius[j];
            right += u * (radius[i] * mixed[j] + mixed[i] * radius[j]);
            right -= square * (radius[i] * angular[j] + angular[i] * radius[j]);
            right += sandwich[i][j] - curvature * projection[i][j];
            right += Polynomial(isFalse ? 2 : 1) * curvature * projection[i][j];
            answer.termCount += right.termCount();
            answer.isZero = vanishes(right - second[i][j], inverseNorm, rho, jets.variableCount) && answer.isZero;
        }
    return answer;
}

// Bochner's formula on the sphere S^(d-1) through z. R = |z|^2 D - z (z.D) is |z| times the gradient of the unit
// sphere, is polynomial and kills |z|; with Q = |z|^2 - z z and E = z.D,
//   R.R |R phi|^2 - 2 R phi . R (R.R phi) = 2 |Q D^2phi Q - (E phi) Q|^2 + 2 (d - 2) |z|^2 |R phi|^2.
static Answer bochner(int d, bool isFalse) {
    const JetSpace jets(d, 0, 3);
    Vector z, gradient;
    Polynomial rho;
    for (int i = 0; i < d; i++) {
        z.push_back(jets.coordinate(i));
        gradient.push_back(jets.jet(i));
        rho += z[i] * z[i];
    }
    auto R = [&](const Polynomial& e) {
        Vector result;
        for (int i = 0; i < d; i++) result.push_back(jets.derivative(e, i));
        const Polynomial euler = dot(z, result);
        for (int i = 0; i < d; i++) result[i] = rho * result[i] - z[i] * euler;
        return result;
    };
    auto divergence = [&](const Vector& field) {
        Polynomial diagonal, radial;
        for (int k = 0; k < d; k++) {
            Polynomial euler;
            for (int i = 0; i < d; i++) {
                const Polynomial derivative = jets.derivative(field[k], i);
                if (i == k) diagonal += derivative;
                euler += z[i] * derivative;
            }
            radial += z[k] * euler;
        }
        return rho * diagonal - radial;
    };
    const Polynomial euler = dot(z, gradient);
    Vector first;
    for (int i = 0; i < d; i++) first.push_back(rho * gradient[i] - z[i] * euler);
    const Polynomial energy = dot(first, first);
    const Polynomial left = divergence(R(energy)) - Polynomial(2) * dot(first, R(divergence(first)));

    Matrix Q = zeroMatrix(d, d), second = zeroMatrix(d, d);
    for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++) {
            Q[i][j] = (i == j ? rho : Polynomial()) - z[i] * z[j];
            second[i][j] = jets.jet(i, j);
        }
    const Matrix sandwich = product(product(Q, second), Q);
    Polynomial right = Polynomial(isFalse ? d - 1 : d - 2) * rho * energy;
    for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++) {
            const Polynomial hessian = sandwich[i][j] - euler * Q[i][j];
            right += hessian * hessian;
        }
    return {(left - Polynomial(2) * right).isZero(), right.termCount()};
}

// Two particles: with z = v - w, A = |z|^(2+gamma) (Id - z z/|z|^2), n = 1/m, W = n1 D_v - n2 D_w,
//   (n1 + n2) (n1 D_v(A W phi):D_v(W phi) + n2 D_w(A W phi):D_w(W phi))
//     = W(A W phi):W(W phi) + n1 n2 (D_v + D_w)(A W phi):(D_v + D_w)(W phi).
// |z|^gamma is cleared: |z|^(2-gamma) D(|z|^gamma Y) = gamma z Y + |z|^2 D Y, with the other sign in w.
static Answer lifted(bool isFalse) {
    const JetSpace jets(6, 3, 2);
    const Polynomial gamma = jets.parameter(0), n1 = jets.parameter(1), n2 = jets.parameter(2);
    Vector z, W;
    Polynomial rho;
    for (int k = 0; k < 3; k++) {
        z.push_back(jets.coordinate(k) - jets.coordinate(k + 3));
        W.push_back(n1 * jets.jet(k) - n2 * jets.jet(k + 3));
        rho += z[k] * z[k];
    }
    const Polynomial along = dot(z, W);
    Vector flux;
    for (int k = 0; k < 3; k++) flux.push_back(rho * W[k] - z[k] * along);
    Matrix fluxBy = zeroMatrix(6, 3), by = zeroMatrix(6, 3);
    for (int a = 0; a < 6; a++)
        for (int l = 0; l < 3; l++) {
            const Polynomial power = gamma * z[a % 3] * flux[l];
            fluxBy[a][l] = rho * jets.derivative(flux[l], a);
            if (a < 3) fluxBy[a][l] += power;
            else fluxBy[a][l] -= power;
            by[a][l] = jets.derivative(W[l], a);
        }
    Polynomial inV, inW, relative, joint;
    for (int k = 0; k < 3; k++) {
        inV += dot(fluxBy[k], by[k]);
        inW += dot(fluxBy[k + 3], by[k + 3]);
        for (int l = 0; l < 3; l++) {
            relative += (n1 * fluxBy[k][l] - n2 * fluxBy[k + 3][l]) * (n1 * by[k][l] - n2 * by[k + 3][l]);
            joint += (fluxBy[k][l] + fluxBy[k + 3][l]) * (by[k][l] + by[k + 3][l]);
        }
    }
    const Polynomial left = (n1 + Polynomial(isFalse ? 2 : 1) * n2) * (n1 * inV + n2 * inW);
    const Polynomial right = relative + n1 * n2 * joint;
    return {(left - right).isZero(), right.termCount()};
}

// The Fisher information along the heat flow: with h = |D phi|^2 and X = h D phi + D h, which is given here,
//   2 D phi . D(L phi + h) + h (L phi + h) + 2 |D^2 phi|^2 = D.X + D phi . X,    L the Laplacian.
static Answer dissipation(int d, bool isFalse) {
    const JetSpace jets(d, 0, 3);
    Vector gradient;
    Polynomial energy, laplacian, hessian;
    for (int i = 0; i < d; i++) {
        gradient.push_back(jets.jet(i));
        energy += gradient[i] * gradient[i];
        laplacian += jets.jet(i, i);
        for (int j = 0; j < d; j++) hessian += jets.jet(i, j) * jets.jet(i, j);
    }
    const Polynomial rate = laplacian + energy;
    Polynomial integrand = energy * rate + Polynomial(isFalse ? 1 : 2) * hessian, divergence;
    for (int i = 0; i < d; i++) {
        integrand += Polynomial(2) * gradient[i] * jets.derivative(rate, i);
        const Polynomial field = energy * gradient[i] + jets.derivative(energy, i);
        divergence += jets.derivative(field, i) + gradient[i] * field;
    }
    return {(integrand - divergence).isZero(), integrand.termCount()};
}

static double cpuSeconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int count, char** words) {
    const bool isFalse = count > 2 && !strcmp(words[count - 1], "false");
    const char* workload = count > 1 ? words[1] : "";
    const int dimension = count > 2 ? atoi(words[2]) : 0;
    const double begin = cpuSeconds();
    Answer answer;
    if (!strcmp(workload, "s1")) answer = hessian(isFalse);
    else if (!strcmp(workload, "s2") && dimension >= 2 && dimension <= 12) answer = bochner(dimension, isFalse);
    else if (!strcmp(workload, "s3")) answer = lifted(isFalse);
    else if (!strcmp(workload, "s4") && dimension >= 1 && dimension <= 12) answer = dissipation(dimension, isFalse);
    else {
        fprintf(stderr, "usage: peer s1 | s2 DIMENSION | s3 | s4 DIMENSION [false]\n");
        return 2;
    }
    const double seconds = cpuSeconds() - begin;
    printf("%s %.6f s  %s, %ld terms\n", workload, seconds, answer.isZero ? "zero" : "NOT ZERO", (long) answer.termCount);
    return 0;
}
