(** Identities by computation: expressions as data, their meaning in a [calculus], and a check, whose success
    implies that two expressions mean the same ([certified]). *)

Require Import QArith ZArith List Bool Ring Lia PeanoNat Permutation.
Require Import Notebook.Calculus Notebook.Polynomials.
Import ListNotations.

Inductive index := Bound (depth : nat) | Fixed (component : nat).

Inductive expression :=
| Number (q : Q)
| Constant (k : nat)
| Position (p : nat) (i : index)
| Delta (i j : index)
| Epsilon (i j k : index)
| Value (f : nat) (value : list index)
| Composite (f : nat) (value : list index) (slots : list (nat * index))
| Plus (a b : expression)
| Times (a b : expression)
| Raise (a : expression) (n : nat)
| Inverse (a : expression)
| Power (a c : expression)
| Exponential (a : expression)
| Logarithm (a : expression)
| Derivative (p : nat) (i : index) (a : expression)
| Sum (n : nat) (a : expression).

(** What the expressions of one statement speak about beyond constants, coordinates and functions. Expressions in a
    row may use what earlier rows introduce. *)
Inductive row :=
| Root (base exponent : expression)         (* a positive base, and a multiple of a power of it *)
| Unit (base : expression)                  (* a base that vanishes nowhere *)
| Exp (exponent : expression)
| Compose (arguments : list (nat * nat * expression)).

Record environment (A : calculus) := {
  constants : nat -> A;
  functions : nat -> list nat -> A;
  compositions : nat -> list nat -> list (nat * nat) -> A
}.
Arguments constants {A}. Arguments functions {A}. Arguments compositions {A}.

Definition at_index (rho : list nat) (i : index) : nat :=
  match i with Bound n => nth n rho 0%nat | Fixed k => k end.

Definition at_slot (rho : list nat) (s : nat * index) : nat * nat := (fst s, at_index rho (snd s)).

Section Interpretation.
  Variable A : calculus.
  Variable E : environment A.
  Local Open Scope calculus_scope.

  Fixpoint interpret (e : expression) (rho : list nat) : A :=
    match e with
    | Number q => rational q
    | Constant k => constants E k
    | Position p i => coordinate p (at_index rho i)
    | Delta i j => kronecker (at_index rho i) (at_index rho j)
    | Epsilon i j k => rational (permutation_sign (at_index rho i) (at_index rho j) (at_index rho k))
    | Value f v => functions E f (map (at_index rho) v)
    | Composite f v s => compositions E f (map (at_index rho) v) (map (at_slot rho) s)
    | Plus a b => interpret a rho + interpret b rho
    | Times a b => interpret a rho * interpret b rho
    | Raise a n => natural_power (interpret a rho) n
    | Inverse a => inverse (interpret a rho)
    | Power a c => power (interpret a rho) (interpret c rho)
    | Exponential a => exponential (interpret a rho)
    | Logarithm a => logarithm (interpret a rho)
    | Derivative p i a => derivative p (at_index rho i) (interpret a rho)
    | Sum n a => sum_below n (fun i => interpret a (i :: rho))
    end.
End Interpretation.
Arguments interpret {A}.

(** ** Computation *)

Notation "'do' x <- a ; b" := (match a with Some x => b | None => None end)
  (at level 200, x pattern, a at level 100, b at level 200).

Definition derivatives := list (list polynomial).

Inductive information :=
| IRoot (exponent : monomial) (base : polynomial) (d : derivatives)
| IUnit (base : polynomial) (d : derivatives)
| IExp (exponent : polynomial) (d : derivatives)
| ICompose (arguments : list (nat * nat * derivatives)).

Definition rule := (atom * Z * polynomial)%type.

Record declarations := {
  (** All exponents of generators are multiples of 1 over this. *)
  denominator : BinNums.positive;
  (** The dimensions of the points. *)
  dimensions : list nat;
  (** Points whose coordinates are written relative to those of others. *)
  relatives : list (nat * nat);
  (** The points on which each function depends, and whether it is a symmetric matrix. *)
  arguments : list (list nat * bool);
  (** The rows of functions at other arguments that are symmetric matrices. *)
  symmetric_rows : list nat
}.

Definition equal_atoms (a b : atom) : bool := match compare_atom a b with Eq => true | _ => false end.
Definition equal_monomials (a b : monomial) : bool := match compare_monomial a b with Eq => true | _ => false end.

Definition lookup (d : derivatives) (p i : nat) : option polynomial :=
  match nth_error d p with Some l => nth_error l i | None => None end.

Fixpoint insert (s : nat * nat) (l : list (nat * nat)) : list (nat * nat) :=
  match l with
  | [] => [s]
  | t :: l' => match compare_pair s t with Gt => t :: insert s l' | _ => s :: l end
  end.

Section Computation.
  Variable D : declarations.
  Let N := Zpos (denominator D).

  Section With.
  Variable known : list information.
  Variable rules : list rule.

  Definition derivative_of (p i : nat) (a : atom) : option polynomial :=
    match a with
    | Coordinate q j => Some (if (Nat.eqb p q && Nat.eqb i j)%bool then constant_polynomial 1 else [])
    | Relative q r j =>
      Some (subtract (if (Nat.eqb p q && Nat.eqb i j)%bool then constant_polynomial 1 else [])
                     (if (Nat.eqb p r && Nat.eqb i j)%bool then constant_polynomial 1 else []))
    | Free _ => Some []
    | Jet f v s =>
      match nth_error (arguments D) f with
      | Some (points, _) => Some (if existsb (Nat.eqb p) points then of_atom (Jet f v (insert (p, i) s)) else [])
      | None => None
      end
    | Composed f v s =>
      match nth_error known f with
      | Some (ICompose l) =>
        fold_right (fun argument rest =>
          do r <- rest;
          do d <- lookup (snd argument) p i;
          Some (match d with [] => r | _ => add (multiply (of_atom (Composed f v (insert (fst argument) s))) d) r end)) (Some []) l
      | _ => None
      end
    | Generator k =>
      match nth_error known k with
      | Some (IRoot _ _ d) | Some (IUnit _ d) | Some (IExp _ d) => lookup d p i
      | _ => None
      end
    end.

  (** *** Rules *)

  Fixpoint find_rule (l : list rule) (a : atom) : option (Z * polynomial) :=
    match l with
    | [] => None
    | (b, k, P) :: l' => if equal_atoms a b then Some (k, P) else find_rule l' a
    end.

  (** The rest of the monomial, and what a rule puts in the place of a power. *)
  Fixpoint reduce_monomial (l : list rule) (m : monomial) : option (monomial * polynomial) :=
    match m with
    | [] => None
    | (a, e) :: m' =>
      let later := do (r, P) <- reduce_monomial l m'; Some ((a, e) :: r, P) in
      match find_rule l a with
      | Some (Zpos k, P) =>
        if Z.leb (Zpos k) e
        then Some (multiply_monomials (power_of a (e mod (Zpos k))) m', raise P (Z.to_nat (e / Zpos k)))
        else later
      | _ => later
      end
    end.

  Fixpoint reduce_terms (l : list rule) (P : polynomial) : polynomial * list polynomial :=
    match P with
    | [] => ([], [])
    | (m, q) :: P' =>
      let (kept, changed) := reduce_terms l P' in
      match reduce_monomial l m with
      | Some (r, R) => (kept, multiply_term r q R :: changed)
      | None => ((m, q) :: kept, changed)
      end
    end.

  Fixpoint reduce (fuel : nat) (l : list rule) (P : polynomial) : polynomial :=
    match fuel with
    | O => P
    | S n => match reduce_terms l P with
             | (_, []) => P
             | (kept, changed) => reduce n l (total (kept :: changed))
             end
    end.

  Definition condense (P : polynomial) : polynomial := match rules with [] => P | _ => reduce 40 rules P end.

  Definition same (P R : polynomial) : bool := match condense (subtract P R) with [] => true | _ => false end.

  (** *** Generators *)

  Definition integral (q : Q) : option Z :=
    let r := Qred q in match Qden r with xH => Some (Qnum r) | _ => None end.

  Fixpoint find (test : information -> bool) (l : list information) (k : nat) : option nat :=
    match l with
    | [] => None
    | x :: l' => if test x then Some k else find test l' (S k)
    end.

  Definition find_root (m : monomial) (b : polynomial) : option nat :=
    find (fun x => match x with IRoot m' b' _ => (equal_monomials m m' && same b b')%bool | _ => false end) known 0.

  Definition find_unit (b : polynomial) : option nat :=
    find (fun x => match x with IUnit b' _ => same b b' | _ => false end) known 0.

  Definition find_exponential (e : polynomial) : option nat :=
    find (fun x => match x with IExp e' _ => same e e' | _ => false end) known 0.

  Definition generator_power (k : nat) (z : Z) : polynomial := [(power_of (Generator k) z, 1%Q)].

  Definition as_unit_monomial (P : polynomial) : option monomial :=
    match P with
    | [(m, q)] => if Qeq_bool q 1 then Some m else None
    | _ => None
    end.

  (** [m ^ (q * c)] for a product of generators. *)
  Fixpoint power_of_generators (m : monomial) (c : monomial) (q : Q) : option polynomial :=
    match m with
    | [] => Some (constant_polynomial 1)
    | (Generator k, z) :: m' =>
      do rest <- power_of_generators m' c q;
      do e <- integral (inject_Z z * q);
      match nth_error known k with
      | Some (IRoot m0 b _) =>
        do j <- find_root (multiply_monomials m0 c) b; Some (multiply (generator_power j e) rest)
      | Some (IExp e0 _) =>
        do j <- find_exponential (multiply_term c 1 e0); Some (multiply (generator_power j e) rest)
      | _ => None
      end
    | _ => None
    end.

  (** How often b divides a, and the rest. *)
  Fixpoint take_out (fuel : nat) (a b : Z) : Z * Z :=
    match fuel with
    | O => (0%Z, a)
    | S fuel' =>
      if Z.eqb (Z.rem a b) 0 then let (n, rest) := take_out fuel' (Z.quot a b) b in (Z.succ n, rest) else (0%Z, a)
    end.

  (** The exponent of the integer b in r. *)
  Definition exponent_in (b r : Q) : Z :=
    match Qnum b with
    | Zpos (xI _ as p) | Zpos (xO _ as p) => (fst (take_out 200 (Qnum r) (Zpos p)) - fst (take_out 200 (Zpos (Qden r)) (Zpos p)))%Z
    | _ => 0%Z
    end.

  (** [r ^ (q * c)] for a product of powers of numbers that are known as bases. *)
  Fixpoint power_of_number (l : list information) (k : nat) (r : Q) (c : monomial) (q : Q) : option polynomial :=
    if Qeq_bool r 1 then Some (constant_polynomial 1) else
    match l with
    | [] => None
    | IRoot c' [([], b)] _ :: l' =>
      let n := exponent_in b r in
      let rest := Qred (r * Qpower b (- n)) in
      if (equal_monomials c' c && negb (Z.eqb n 0) && negb (Qle_bool rest 0) && Qeq_bool r (rest * Qpower b n))%bool then
        do e <- integral (inject_Z n * q * inject_Z N);
        do P <- power_of_number l' (S k) rest c q;
        Some (multiply (generator_power k e) P)
      else power_of_number l' (S k) r c q
    | _ :: l' => power_of_number l' (S k) r c q
    end.

  (** [P ^ (q * c)]. *)
  Definition power_term (P : polynomial) (c : monomial) (q : Q) : option polynomial :=
    match find_root c P with
    | Some k => do e <- integral (q * inject_Z N); Some (generator_power k e)
    | None =>
      match P with
      | [(m, r)] =>
        if Qle_bool r 0 then None else
        do a <- power_of_number known 0 r c q;
        do b <- power_of_generators m c q;
        Some (multiply a b)
      | _ => None
      end
    end.

  Fixpoint power_sum (P : polynomial) (C : polynomial) : option polynomial :=
    match C with
    | [] => match power_term P [] 1 with Some _ => Some (constant_polynomial 1) | None => None end
    | [(c, q)] => power_term P c q
    | (c, q) :: C' => do a <- power_term P c q; do b <- power_sum P C'; Some (multiply a b)
    end.

  Definition invert (P : polynomial) : option polynomial :=
    let monomial_case :=
      match P with
      | [(m, q)] =>
        let R := [(map (fun t => (fst t, Z.opp (snd t))) m, Qinv q)] in
        match multiply P R with
        | [([], r)] => if Qeq_bool r 1 then Some R else None
        | _ => None
        end
      | _ => None
      end in
    match monomial_case with
    | Some R => Some R
    | None =>
      match find_root [] P with
      | Some k => Some (generator_power k (- N))
      | None => do k <- find_unit P; Some (generator_power k (-1))
      end
    end.

  Definition coefficient (m : monomial) (P : polynomial) : Q :=
    match List.find (fun t => equal_monomials m (fst t)) P with Some (_, q) => q | None => 0 end.

  (** Takes out of the exponent P, one after the other, the multiples of the known exponents that cancel their
      first terms; none of one where nothing comes of it, since that term may be another exponent's. *)
  Fixpoint exponential_of (l : list information) (k : nat) (P : polynomial) : option polynomial :=
    match l with
    | [] => match P with [] => Some (constant_polynomial 1) | _ => None end
    | IExp e _ :: l' =>
      (* The exponent may have been written before a rule for it was known. *)
      match condense e with
      | [] => exponential_of l' (S k) P
      | ((m, c) :: _) as e' =>
        let q := Qred (coefficient m P / c) in
        match Qnum q with
        | Z0 => exponential_of l' (S k) P
        | _ =>
          match
            (do z <- integral (q * inject_Z N);
             do rest <- exponential_of l' (S k) (condense (subtract P (scale q e')));
             Some (multiply (generator_power k z) rest))
          with
          | Some R => Some R
          | None => exponential_of l' (S k) P
          end
        end
      end
    | _ :: l' => exponential_of l' (S k) P
    end.

  Fixpoint logarithm_of (m : monomial) : option polynomial :=
    match m with
    | [] => Some []
    | (Generator k, z) :: m' =>
      match nth_error known k with
      | Some (IExp e _) => do rest <- logarithm_of m'; Some (add (scale (inject_Z z * (1 # denominator D)) e) rest)
      | _ => None
      end
    | _ => None
    end.

  (** Of an exponent: a polynomial in constants. *)
  Fixpoint normalise_constant (e : expression) : option polynomial :=
    match e with
    | Number q => Some (constant_polynomial q)
    | Constant k => Some (of_atom (Free k))
    | Plus a b => do P <- normalise_constant a; do R <- normalise_constant b; Some (add P R)
    | Times a b => do P <- normalise_constant a; do R <- normalise_constant b; Some (multiply P R)
    | Raise a n => do P <- normalise_constant a; Some (raise P n)
    | _ => None
    end.

  Definition constant_monomial (m : monomial) : bool :=
    forallb (fun x => match x with (Free _, Zpos _) => true | _ => false end) m.

  (** *** Normal forms *)

  Definition coordinate_of (p i : nat) : polynomial :=
    match List.find (fun r => Nat.eqb (fst r) p) (relatives D) with
    | Some (_, q) => add (of_atom (Relative p q i)) (of_atom (Coordinate q i))
    | None => of_atom (Coordinate p i)
    end.

  Definition sorted_value (f : nat) (v : list nat) : list nat :=
    match nth_error (arguments D) f, v with
    | Some (_, true), [i; j] => if Nat.ltb j i then [j; i] else v
    | _, _ => v
    end.

  Definition sorted_composite (f : nat) (v : list nat) : list nat :=
    match v with
    | [i; j] => if (existsb (Nat.eqb f) (symmetric_rows D) && Nat.ltb j i)%bool then [j; i] else v
    | _ => v
    end.

  Fixpoint sort_slots (s : list (nat * nat)) : list (nat * nat) :=
    match s with [] => [] | t :: s' => insert t (sort_slots s') end.

  Section Sums.
    Variable body : nat -> option polynomial.
    Fixpoint sum_terms (start n : nat) : option (list polynomial) :=
      match n with
      | O => Some []
      | S n' => do a <- body start; do rest <- sum_terms (S start) n'; Some (match a with [] => rest | _ => a :: rest end)
      end.
  End Sums.

  Fixpoint normalise (e : expression) (rho : list nat) : option polynomial :=
    match e with
    | Number q => Some (constant_polynomial q)
    | Constant k => Some (condense (of_atom (Free k)))
    | Position p i => Some (condense (coordinate_of p (at_index rho i)))
    | Delta i j => Some (if Nat.eqb (at_index rho i) (at_index rho j) then constant_polynomial 1 else [])
    | Epsilon i j k => Some (constant_polynomial (permutation_sign (at_index rho i) (at_index rho j) (at_index rho k)))
    | Value f v =>
      match nth_error (arguments D) f with
      | Some _ => Some (condense (of_atom (Jet f (sorted_value f (map (at_index rho) v)) [])))
      | None => None
      end
    | Composite f v s =>
      match nth_error known f with
      | Some (ICompose _) => Some (condense (of_atom (Composed f (sorted_composite f (map (at_index rho) v)) (sort_slots (map (at_slot rho) s)))))
      | _ => None
      end
    | Plus a b => do P <- normalise a rho; do R <- normalise b rho; Some (add P R)
    | Times a b =>
      do P <- normalise a rho;
      match P with
      | [] => do R <- normalise b rho; Some []
      | _ => do R <- normalise b rho; Some (condense (multiply P R))
      end
    | Raise a n => do P <- normalise a rho; Some (condense (raise P n))
    | Inverse a => do P <- normalise a rho; invert P
    | Power a c =>
      do P <- normalise a rho;
      do C <- normalise_constant c;
      if forallb (fun t => constant_monomial (fst t)) C then power_sum P C else None
    | Exponential a => do P <- normalise a rho; exponential_of known 0 P
    | Logarithm a => do P <- normalise a rho; do m <- as_unit_monomial P; logarithm_of m
    | Derivative p i a => do P <- normalise a rho; do R <- differentiate (derivative_of p (at_index rho i)) P; Some (condense R)
    | Sum n a => do l <- sum_terms (fun i => normalise a (i :: rho)) 0 n; Some (condense (total l))
    end.

  (** *** New rows *)

  Fixpoint all_directions {X} (f : nat -> nat -> option X) (p : nat) (sizes : list nat) : option (list (list X)) :=
    match sizes with
    | [] => Some []
    | n :: sizes' =>
      let fix components (i n : nat) : option (list X) :=
        match n with
        | O => Some []
        | S n' => do x <- f p i; do rest <- components (S i) n'; Some (x :: rest)
        end in
      do first <- components 0%nat n;
      do rest <- all_directions f (S p) sizes';
      Some (first :: rest)
    end.

  Definition all_derivatives (P : polynomial) (factor : polynomial) : option derivatives :=
    all_directions (fun p i => do d <- differentiate (derivative_of p i) P; Some (condense (multiply factor d)))
      0 (dimensions D).

  (** A rule that a polynomial of meaning zero gives: for an atom alone, or for a square. *)
  Definition occurrences (a : atom) (P : polynomial) : nat :=
    length (filter (fun t => existsb (fun x => equal_atoms a (fst x)) (fst t)) P).

  Fixpoint find_head (P : polynomial) (k : Z) (all : polynomial) : option (atom * Z * Q) :=
    match P with
    | [] => None
    | ([(a, e)], q) :: P' =>
      if (negb (is_generator a) && Z.eqb e k && Nat.eqb (occurrences a all) 1 && negb (Qeq_bool q 0))%bool
      then Some (a, e, q) else find_head P' k all
    | _ :: P' => find_head P' k all
    end.

  Definition solve (P : polynomial) : list rule :=
    match (match find_head P 1 P with Some h => Some h | None => find_head P 2 P end) with
    | Some (a, k, q) => [(a, k, scale (- Qinv q) (subtract P [([(a, k)], q)]))]
    | None => []
    end.

  Definition extend (r : row) : option (information * list rule) :=
    let k := length known in
    match r with
    | Root b m =>
      do P <- normalise b [];
      do M <- normalise_constant m;
      do c <- as_unit_monomial M;
      if constant_monomial c then
        match c with
        | [] =>
          do d <- all_derivatives P [(power_of (Generator k) (1 - N), 1 # denominator D)];
          Some (IRoot c P d, solve (subtract P (generator_power k N)))
        | _ =>
          do j <- find_root [] P;
          do d <- all_derivatives P [(multiply_monomials c (multiply_monomials (power_of (Generator k) 1) (power_of (Generator j) (- N))), 1 # denominator D)];
          Some (IRoot c P d, [])
        end
      else None
    | Unit b =>
      do P <- normalise b [];
      do d <- all_derivatives P (constant_polynomial 1);
      Some (IUnit P d, solve (subtract P (generator_power k 1)))
    | Exp e =>
      do P <- normalise e [];
      do d <- all_derivatives P [(power_of (Generator k) 1, 1 # denominator D)];
      Some (IExp P d, [])
    | Compose l =>
      do l' <- fold_right (fun argument rest =>
          do r <- rest;
          do P <- normalise (snd argument) [];
          do d <- all_derivatives P (constant_polynomial 1);
          Some ((fst argument, d) :: r)) (Some []) l;
      Some (ICompose l', [])
    end.
  End With.

  Fixpoint process (known : list information) (rules : list rule) (rows : list row) : option (list information * list rule) :=
    match rows with
    | [] => Some (known, rules)
    | r :: rows' => do (x, new) <- extend known rules r; process (known ++ [x]) (rules ++ new) rows'
    end.

  Fixpoint tuples (sizes : list nat) : list (list nat) :=
    match sizes with
    | [] => [[]]
    | n :: sizes' => flat_map (fun i => map (cons i) (tuples sizes')) (seq 0 n)
    end.

  (** Equations that hold, with the ranges of their free indices, as rules. *)
  Definition equation_rules known rules (equation : list nat * expression * expression) : list rule :=
    let '(sizes, l, r) := equation in
    flat_map (fun rho =>
      match normalise known rules l rho, normalise known rules r rho with
      | Some P, Some R => solve (subtract P R)
      | _, _ => []
      end) (tuples sizes).

  Fixpoint add_equations known rules (equations : list (list nat * expression * expression)) : list rule :=
    match equations with
    | [] => []
    | e :: equations' =>
      let new := equation_rules known rules e in
      new ++ add_equations known (rules ++ new) equations'
    end.

  (** Multiplies by a power of a generator until no exponent of it is negative, then puts its base for it. *)
  Definition lowest (k : nat) (P : polynomial) : Z :=
    fold_right (fun t low => fold_right (fun x low' => if equal_atoms (Generator k) (fst x) then Z.min low' (snd x) else low') low (fst t)) 0%Z P.

  Definition clear_generator (k : nat) (n : BinNums.positive) (b P : polynomial) : polynomial :=
    let raised := multiply_term (power_of (Generator k) (Zpos n * ((- lowest k P + Zpos n - 1) / Zpos n))) 1 P in
    reduce 40 [(Generator k, Zpos n, b)] raised.

  Fixpoint clear (all : list information) (k : nat) (P : polynomial) : polynomial :=
    match all with
    | [] => P
    | x :: all' =>
      let P' := clear all' (S k) P in
      match x with
      | IRoot [] b _ => clear_generator k (denominator D) b P'
      | IUnit b _ => clear_generator k 1 b P'
      | _ => P'
      end
    end.

  Definition vanishes known rules hypotheses (P : polynomial) : bool :=
    match condense rules P with
    | [] => true
    | P' => match reduce 40 hypotheses (clear known 0 P') with [] => true | _ => false end
    end.

  Definition check (rows : list row) (equations : list (list nat * expression * expression))
      (l r : expression) (sizes : list nat) : bool :=
    match process [] [] rows with
    | None => false
    | Some (known, rules) =>
      let hypotheses := add_equations known rules equations in
      let rules := rules ++ hypotheses in
      forallb (fun rho =>
        match normalise known rules l rho, normalise known rules r rho with
        | Some P, Some R => vanishes known rules hypotheses (subtract P R)
        | _, _ => false
        end) (tuples sizes)
    end.
End Computation.
