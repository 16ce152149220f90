(** Smooth real functions on an open set, as far as the exported identities need them.

    The laws are fields of a record, not axioms: a theorem about [calculus] holds for every structure that
    has them. In the intended one the elements are the smooth functions of all the points on an open set
    where every function of the statement is defined; [derivative p i] is the derivative with respect to
    component [i] (from 0) of point number [p], [coordinate p i] that component. *)

Require Import QArith List Permutation.
Import ListNotations.

Record calculus := {
  element :> Type;
  zero : element;
  one : element;
  plus : element -> element -> element;
  times : element -> element -> element;
  minus : element -> element;
  ring_laws : ring_theory zero one plus times (fun f g => plus f (minus g)) minus eq;

  rational : Q -> element;
  rational_equal : forall q r, (q == r)%Q -> rational q = rational r;
  rational_zero : rational 0 = zero;
  rational_one : rational 1 = one;
  rational_plus : forall q r, rational (q + r) = plus (rational q) (rational r);
  rational_times : forall q r, rational (q * r) = times (rational q) (rational r);

  coordinate : nat -> nat -> element;
  derivative : nat -> nat -> element -> element;
  derivative_plus : forall p i f g,
    derivative p i (plus f g) = plus (derivative p i f) (derivative p i g);
  derivative_times : forall p i f g,
    derivative p i (times f g) = plus (times (derivative p i f) g) (times f (derivative p i g));
  derivative_rational : forall p i q, derivative p i (rational q) = zero;
  derivatives_commute : forall p i q j f,
    derivative p i (derivative q j f) = derivative q j (derivative p i f);
  derivative_coordinate : forall p i q j,
    derivative p i (coordinate q j) = if (Nat.eqb p q && Nat.eqb i j)%bool then one else zero;

  (** [inverse f] is 1/f where f vanishes nowhere, and anything elsewhere. *)
  inverse : element -> element;
  inverse_law : forall f, (exists g, times f g = one) -> times f (inverse f) = one;

  (** Positive at every place. *)
  positive : element -> Prop;
  positive_invertible : forall f, positive f -> exists g, times f g = one;

  (** [power f c], for positive f and constant c. *)
  power : element -> element -> element;
  rational_positive : forall q, (0 < q)%Q -> positive (rational q);
  positive_times : forall f g, positive f -> positive g -> positive (times f g);
  power_positive : forall f c, positive f -> positive (power f c);
  power_one : forall f, positive f -> power f one = f;
  power_plus : forall f a b, positive f ->
    (forall p i, derivative p i a = zero) -> (forall p i, derivative p i b = zero) ->
    power f (plus a b) = times (power f a) (power f b);
  power_power : forall f a b, positive f ->
    (forall p i, derivative p i a = zero) -> (forall p i, derivative p i b = zero) ->
    power (power f a) b = power f (times a b);
  power_times : forall f g a, positive f -> positive g ->
    (forall p i, derivative p i a = zero) -> power (times f g) a = times (power f a) (power g a);
  derivative_power : forall f a p i, positive f ->
    (forall q j, derivative q j a = zero) ->
    derivative p i (power f a) = times (times a (power f (plus a (minus one)))) (derivative p i f);

  exponential : element -> element;
  exponential_plus : forall f g,
    exponential (plus f g) = times (exponential f) (exponential g);
  exponential_zero : exponential zero = one;
  exponential_positive : forall f, positive (exponential f);
  power_exponential : forall f a, (forall p i, derivative p i a = zero) ->
    power (exponential f) a = exponential (times f a);
  derivative_exponential : forall p i f,
    derivative p i (exponential f) = times (exponential f) (derivative p i f);

  logarithm : element -> element;
  logarithm_exponential : forall f, logarithm (exponential f) = f;
  derivative_logarithm : forall p i f, positive f ->
    times f (derivative p i (logarithm f)) = derivative p i f
}.

Section Vocabulary.
  Variable A : calculus.

  (** Vanishes nowhere. *)
  Definition nonzero (f : A) := exists g, times A f g = one A.

  (** Depends on no point. *)
  Definition constant (f : A) := forall p i, derivative A p i f = zero A.

  (** Depends on the points of the list only. *)
  Definition depends_on (points : list nat) (f : A) :=
    forall p i, ~ In p points -> derivative A p i f = zero A.

  (** [term 0 + ... + term (n-1)]. *)
  Fixpoint sum_from (start n : nat) (term : nat -> A) : A :=
    match n with
    | O => zero A
    | S n' => plus A (term start) (sum_from (S start) n' term)
    end.

  Definition sum_below (n : nat) (term : nat -> A) : A := sum_from 0 n term.

  Definition kronecker (i j : nat) : A := if Nat.eqb i j then one A else zero A.

  (** The sign of the permutation (i j k) of (0 1 2), or 0. *)
  Definition permutation_sign (i j k : nat) : Q :=
    match i, j, k with
    | 0%nat, 1%nat, 2%nat | 1%nat, 2%nat, 0%nat | 2%nat, 0%nat, 1%nat => 1%Q
    | 0%nat, 2%nat, 1%nat | 2%nat, 1%nat, 0%nat | 1%nat, 0%nat, 2%nat => (-1)%Q
    | _, _, _ => 0%Q
    end.

  (** The values, with all derivatives in its own slots, of a function composed with other functions:
      [f value slots] is the component [value] of the derivative in the directions [slots], pairs of the number of
      an argument and of its component. The chain rule holds, and the order of the derivatives does not matter. *)
  Definition chain_rule (arguments : list (nat * nat * A)) (f : list nat -> list (nat * nat) -> A) :=
    (forall value s t, Permutation s t -> f value s = f value t) /\
    (forall value s p i,
      derivative A p i (f value s)
      = fold_right (fun argument rest =>
          plus A (times A (f value (fst argument :: s)) (derivative A p i (snd argument))) rest) (zero A) arguments).

  Fixpoint natural_power (f : A) (n : nat) : A :=
    match n with
    | O => one A
    | S n' => times A f (natural_power f n')
    end.
End Vocabulary.

Declare Scope calculus_scope.
Delimit Scope calculus_scope with calculus.

Arguments chain_rule {A}. Arguments nonzero {A}. Arguments constant {A}. Arguments depends_on {A}.
Arguments sum_below {A}. Arguments natural_power {A}. Arguments kronecker {A}.
Arguments positive {_}. Arguments zero {_}. Arguments one {_}.
Arguments plus {_}. Arguments times {_}. Arguments minus {_}. Arguments rational {_}.
Arguments coordinate {_}. Arguments derivative {_}. Arguments inverse {_}. Arguments power {_}.
Arguments exponential {_}. Arguments logarithm {_}.
Bind Scope calculus_scope with element.

Infix "+" := plus : calculus_scope.
Infix "*" := times : calculus_scope.
Notation "- f" := (minus f) : calculus_scope.
Notation "f - g" := (plus f (minus g)) (only parsing) : calculus_scope.
Notation "f / g" := (times f (inverse g)) (only parsing) : calculus_scope.
Notation "f ^ n" := (natural_power f n%nat) : calculus_scope.
Notation "f ^^ c" := (power f c) (at level 30, right associativity) : calculus_scope.
Notation "'ℚ' q" := (rational q%Q) (at level 9, q at level 0) : calculus_scope.
Notation "∂[ p , i ] f" := (derivative p i f) (at level 35, f at level 35, format "∂[ p , i ]  f") : calculus_scope.
Notation "p ⌊ i ⌋" := (coordinate p i) (at level 2, format "p ⌊ i ⌋") : calculus_scope.
Notation "'δ' [ i , j ]" := (kronecker i j) (at level 2) : calculus_scope.
Notation "'Σ' i < n , f" := (sum_below n%nat (fun i => f)) (at level 45, i name, n at level 9, f at level 45) : calculus_scope.
