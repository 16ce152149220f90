(** Polynomials over Q in generators of a [calculus], with computation that [vm_compute] runs fast and a
    theorem for each operation that it means what it should. No canonical form is claimed: what computes to the
    empty polynomial is zero, and that is all that is used. *)

Require Import QArith ZArith List Bool Ring Lia PeanoNat.
Require Import Notebook.Calculus.
Import ListNotations.

(** What a polynomial is made of. Only [Generator]s may carry negative exponents. *)
Inductive atom :=
| Coordinate (p i : nat)
| Relative (p q i : nat)            (* coordinate p i - coordinate q i *)
| Free (k : nat)
| Jet (f : nat) (value : list nat) (slots : list (nat * nat))
| Composed (f : nat) (value : list nat) (slots : list (nat * nat))
| Generator (k : nat).

Definition monomial := list (atom * Z).
Definition polynomial := list (monomial * Q).

(** ** Orders *)

Definition compare_pair (a b : nat * nat) : comparison :=
  match Nat.compare (fst a) (fst b) with Eq => Nat.compare (snd a) (snd b) | c => c end.

Fixpoint compare_list {X} (compare : X -> X -> comparison) (a b : list X) : comparison :=
  match a, b with
  | [], [] => Eq
  | [], _ => Lt
  | _, [] => Gt
  | x :: a', y :: b' => match compare x y with Eq => compare_list compare a' b' | c => c end
  end.

Definition compare_jet f v s f' v' s' : comparison :=
  match Nat.compare f f' with
  | Eq => match compare_list compare_pair s s' with
          | Eq => compare_list Nat.compare v v'
          | c => c
          end
  | c => c
  end.

Definition compare_atom (a b : atom) : comparison :=
  match a, b with
  | Generator k, Generator l => Nat.compare k l
  | Generator _, _ => Lt
  | _, Generator _ => Gt
  | Coordinate p i, Coordinate q j => compare_pair (p, i) (q, j)
  | Coordinate _ _, _ => Lt
  | _, Coordinate _ _ => Gt
  | Relative p q i, Relative p' q' i' =>
    match Nat.compare p p' with Eq => compare_pair (q, i) (q', i') | c => c end
  | Relative _ _ _, _ => Lt
  | _, Relative _ _ _ => Gt
  | Free k, Free l => Nat.compare k l
  | Free _, _ => Lt
  | _, Free _ => Gt
  | Jet f v s, Jet f' v' s' => compare_jet f v s f' v' s'
  | Jet _ _ _, _ => Lt
  | _, Jet _ _ _ => Gt
  | Composed f v s, Composed f' v' s' => compare_jet f v s f' v' s'
  end.

Lemma compare_pair_eq a b : compare_pair a b = Eq -> a = b.
Proof.
  destruct a as [a1 a2], b as [b1 b2]; unfold compare_pair; simpl.
  destruct (Nat.compare a1 b1) eqn:E; try discriminate.
  intro E'. apply Nat.compare_eq in E, E'. congruence.
Qed.

Lemma compare_list_eq {X} (compare : X -> X -> comparison) :
  (forall x y, compare x y = Eq -> x = y) -> forall a b, compare_list compare a b = Eq -> a = b.
Proof.
  intros H; induction a as [|x a IH]; destruct b as [|y b]; simpl; try discriminate; auto.
  destruct (compare x y) eqn:E; try discriminate. intro. f_equal; auto.
Qed.

Lemma compare_jet_eq f v s f' v' s' : compare_jet f v s f' v' s' = Eq -> f = f' /\ v = v' /\ s = s'.
Proof.
  unfold compare_jet.
  destruct (Nat.compare f f') eqn:E; try discriminate.
  destruct (compare_list compare_pair s s') eqn:E'; try discriminate. intro E''.
  apply Nat.compare_eq in E. apply (compare_list_eq _ compare_pair_eq) in E'.
  apply (compare_list_eq _ Nat.compare_eq) in E''. auto.
Qed.

Lemma compare_atom_eq a b : compare_atom a b = Eq -> a = b.
Proof.
  destruct a, b; simpl; try discriminate; intro H.
  - apply compare_pair_eq in H; congruence.
  - destruct (Nat.compare p p0) eqn:E; try discriminate.
    apply Nat.compare_eq in E. apply compare_pair_eq in H. congruence.
  - apply Nat.compare_eq in H; congruence.
  - apply compare_jet_eq in H; intuition congruence.
  - apply compare_jet_eq in H; intuition congruence.
  - apply Nat.compare_eq in H; congruence.
Qed.

Definition sign_of (k : Z) : comparison := if Z.ltb k 0 then Lt else Gt.

(** Lexicographic on exponents, a missing atom counting as exponent 0, so that multiplying preserves it. *)
Fixpoint compare_monomial (a : monomial) : monomial -> comparison :=
  match a with
  | [] => fun b => match b with [] => Eq | (_, j) :: _ => CompOpp (sign_of j) end
  | (x, i) :: a' => fun b =>
    match b with
    | [] => sign_of i
    | (y, j) :: b' =>
      match compare_atom x y with
      | Eq => match Z.compare i j with Eq => compare_monomial a' b' | c => c end
      | Lt => sign_of i
      | Gt => CompOpp (sign_of j)
      end
    end
  end.

Lemma compare_monomial_eq a : forall b, compare_monomial a b = Eq -> a = b.
Proof.
  induction a as [|[x i] a IH]; destruct b as [|[y j] b]; simpl; auto; unfold sign_of.
  - destruct (Z.ltb j 0); discriminate.
  - destruct (Z.ltb i 0); discriminate.
  - destruct (compare_atom x y) eqn:E.
    + destruct (Z.compare i j) eqn:E'; try discriminate. intro H.
      apply compare_atom_eq in E. apply Z.compare_eq in E'. apply IH in H. congruence.
    + destruct (Z.ltb i 0); discriminate.
    + destruct (Z.ltb j 0); discriminate.
Qed.

(** ** Operations *)

Definition is_generator (a : atom) : bool := match a with Generator _ => true | _ => false end.

Definition join (x : atom) (i j : Z) (rest : monomial) : monomial :=
  if ((Z.leb 0 i && Z.leb 0 j) || is_generator x)%bool
  then match Z.add i j with Z0 => rest | k => (x, k) :: rest end
  else (x, i) :: (x, j) :: rest.

Fixpoint multiply_monomials (a : monomial) : monomial -> monomial :=
  match a with
  | [] => fun b => b
  | (x, i) :: a' =>
    let rest := multiply_monomials a' in
    fix inner (b : monomial) : monomial :=
      match b with
      | [] => a
      | (y, j) :: b' =>
        match compare_atom x y with
        | Eq => join x i j (rest b')
        | Lt => (x, i) :: rest b
        | Gt => (y, j) :: inner b'
        end
      end
  end.

Definition add_Q (q r : Q) : Q :=
  match Qden q, Qden r with
  | xH, xH => Qmake (Qnum q + Qnum r) 1
  | _, _ => Qred (q + r)
  end.

Definition multiply_Q (q r : Q) : Q :=
  match Qden q, Qden r with
  | xH, xH => Qmake (Qnum q * Qnum r) 1
  | _, _ => Qred (q * r)
  end.

Fixpoint add (a : polynomial) : polynomial -> polynomial :=
  match a with
  | [] => fun b => b
  | (m, q) :: a' =>
    let rest := add a' in
    fix inner (b : polynomial) : polynomial :=
      match b with
      | [] => a
      | (n, r) :: b' =>
        match compare_monomial m n with
        | Eq => let s := add_Q q r in
                match Qnum s with Z0 => rest b' | _ => (m, s) :: rest b' end
        | Lt => (m, q) :: rest b
        | Gt => (n, r) :: inner b'
        end
      end
  end.

Definition scale (q : Q) (a : polynomial) : polynomial :=
  match Qnum q with
  | Z0 => []
  | _ => map (fun t => (fst t, multiply_Q q (snd t))) a
  end.

Definition multiply_term (m : monomial) (q : Q) (a : polynomial) : polynomial :=
  map (fun t => (multiply_monomials m (fst t), multiply_Q q (snd t))) a.

Fixpoint add_pairs (l : list polynomial) : list polynomial :=
  match l with
  | a :: b :: l' => add a b :: add_pairs l'
  | _ => l
  end.

(** In rounds of neighbours: the cost stays near that of sorting. *)
Fixpoint add_all (rounds : nat) (l : list polynomial) : polynomial :=
  match l with
  | [] => []
  | [a] => a
  | _ => match rounds with
         | O => fold_right add [] l
         | S n => add_all n (add_pairs l)
         end
  end.

Definition total (l : list polynomial) : polynomial := add_all 40 l.

Definition multiply (a b : polynomial) : polynomial :=
  match a, b with
  | [], _ => []
  | _, [] => []
  | [(m, q)], _ => multiply_term m q b
  | _, [(m, q)] => multiply_term m q a
  | _, _ => total (map (fun t => multiply_term (fst t) (snd t) b) a)
  end.

Definition constant_polynomial (q : Q) : polynomial :=
  match Qnum q with Z0 => [] | _ => [([], Qred q)] end.

Fixpoint raise (a : polynomial) (n : nat) : polynomial :=
  match n with
  | O => constant_polynomial 1
  | S O => a
  | S n' => multiply a (raise a n')
  end.

Definition power_of (a : atom) (k : Z) : monomial := match k with Z0 => [] | _ => [(a, k)] end.
Definition of_atom (a : atom) : polynomial := [([(a, 1%Z)], 1%Q)].
Definition subtract (a b : polynomial) : polynomial := add a (scale (-1) b).

(** ** Meaning *)

Section Meaning.
  Variable A : calculus.
  Add Ring element_ring : (ring_laws A).
  Local Open Scope calculus_scope.

  Variable value : atom -> A.
  (** The inverses of generators. *)
  Hypothesis unit_law : forall k, value (Generator k) * inverse (value (Generator k)) = one.

  Definition value_power (a : atom) (k : Z) : A :=
    match k with
    | Z0 => one
    | Zpos n => natural_power (value a) (Pos.to_nat n)
    | Zneg n => if is_generator a then natural_power (inverse (value a)) (Pos.to_nat n) else zero
    end.

  Fixpoint meaning_monomial (m : monomial) : A :=
    match m with
    | [] => one
    | (a, k) :: m' => value_power a k * meaning_monomial m'
    end.

  Fixpoint meaning (a : polynomial) : A :=
    match a with
    | [] => zero
    | (m, q) :: a' => rational q * meaning_monomial m + meaning a'
    end.

  Lemma natural_power_plus (f : A) m n : natural_power f (m + n) = natural_power f m * natural_power f n.
  Proof. induction m; simpl; [ring | rewrite IHm; ring]. Qed.

  Lemma natural_power_cancel (f g : A) m n :
    f * g = one -> (n <= m)%nat -> natural_power f m * natural_power g n = natural_power f (m - n).
  Proof.
    intros H. revert n. induction m; destruct n; intros L; simpl; try lia; try ring.
    rewrite <- (IHm n) by lia.
    replace (f * natural_power f m * (g * natural_power g n))
      with ((f * g) * (natural_power f m * natural_power g n)) by ring.
    rewrite H. ring.
  Qed.

  Lemma value_power_pos a (n : nat) : value_power a (Z.of_nat n) = natural_power (value a) n.
  Proof.
    destruct n; simpl; auto. rewrite SuccNat2Pos.id_succ. reflexivity.
  Qed.

  Lemma value_power_neg k (n : nat) :
    value_power (Generator k) (- Z.of_nat n) = natural_power (inverse (value (Generator k))) n.
  Proof.
    destruct n; simpl; auto. rewrite SuccNat2Pos.id_succ. reflexivity.
  Qed.

  Lemma value_power_plus_nonnegative a i j :
    (0 <= i)%Z -> (0 <= j)%Z -> value_power a (i + j) = value_power a i * value_power a j.
  Proof.
    intros Hi Hj. rewrite <- (Z2Nat.id i Hi), <- (Z2Nat.id j Hj), <- Nat2Z.inj_add, !value_power_pos.
    apply natural_power_plus.
  Qed.

  Lemma value_power_plus_generator k i j :
    value_power (Generator k) (i + j) = value_power (Generator k) i * value_power (Generator k) j.
  Proof.
    assert (U := unit_law k).
    assert (U' : inverse (value (Generator k)) * value (Generator k) = one) by (rewrite <- U; ring).
    destruct (Z.le_gt_cases 0 i) as [Hi|Hi], (Z.le_gt_cases 0 j) as [Hj|Hj].
    - apply value_power_plus_nonnegative; auto.
    - rewrite <- (Z2Nat.id i Hi).
      replace j with (- Z.of_nat (Z.to_nat (- j)))%Z by lia.
      set (m := Z.to_nat i). set (n := Z.to_nat (- j)).
      rewrite value_power_pos, value_power_neg.
      destruct (Nat.le_gt_cases n m).
      + rewrite natural_power_cancel by auto.
        replace (Z.of_nat m + - Z.of_nat n)%Z with (Z.of_nat (m - n)) by lia. apply value_power_pos.
      + replace (natural_power (value (Generator k)) m * natural_power (inverse (value (Generator k))) n)
          with (natural_power (inverse (value (Generator k))) n * natural_power (value (Generator k)) m) by ring.
        rewrite natural_power_cancel by (auto; lia).
        replace (Z.of_nat m + - Z.of_nat n)%Z with (- Z.of_nat (n - m))%Z by lia. apply value_power_neg.
    - rewrite <- (Z2Nat.id j Hj).
      replace i with (- Z.of_nat (Z.to_nat (- i)))%Z by lia.
      set (m := Z.to_nat j). set (n := Z.to_nat (- i)).
      rewrite value_power_pos, value_power_neg.
      destruct (Nat.le_gt_cases m n).
      + rewrite natural_power_cancel by auto.
        replace (- Z.of_nat n + Z.of_nat m)%Z with (- Z.of_nat (n - m))%Z by lia. apply value_power_neg.
      + replace (natural_power (inverse (value (Generator k))) n * natural_power (value (Generator k)) m)
          with (natural_power (value (Generator k)) m * natural_power (inverse (value (Generator k))) n) by ring.
        rewrite natural_power_cancel by (auto; lia).
        replace (- Z.of_nat n + Z.of_nat m)%Z with (Z.of_nat (m - n)) by lia. apply value_power_pos.
    - replace i with (- Z.of_nat (Z.to_nat (- i)))%Z by lia.
      replace j with (- Z.of_nat (Z.to_nat (- j)))%Z by lia.
      rewrite <- Z.opp_add_distr, <- Nat2Z.inj_add, !value_power_neg. apply natural_power_plus.
  Qed.

  Lemma join_sound x i j rest :
    meaning_monomial (join x i j rest) = value_power x i * value_power x j * meaning_monomial rest.
  Proof.
    unfold join. destruct ((Z.leb 0 i && Z.leb 0 j) || is_generator x)%bool eqn:E.
    - assert (H : value_power x (i + j) = value_power x i * value_power x j).
      { apply orb_true_iff in E. destruct E as [E|E].
        - apply andb_true_iff in E. destruct E as [E1 E2]. apply Z.leb_le in E1, E2.
          apply value_power_plus_nonnegative; auto.
        - destruct x; try discriminate. apply value_power_plus_generator. }
      rewrite <- H. destruct (i + j)%Z eqn:E'; simpl; try reflexivity. ring.
    - simpl. ring.
  Qed.

  Lemma multiply_monomials_sound a : forall b,
    meaning_monomial (multiply_monomials a b) = meaning_monomial a * meaning_monomial b.
  Proof.
    induction a as [|[x i] a IH]; [simpl; intros; ring|].
    induction b as [|[y j] b IHb]; [simpl; ring|].
    cbn [multiply_monomials]. fold (multiply_monomials a).
    destruct (compare_atom x y) eqn:E.
    - rewrite join_sound, IH. apply compare_atom_eq in E. subst. simpl. ring.
    - simpl meaning_monomial at 1. rewrite IH. simpl. ring.
    - simpl in IHb. simpl. rewrite IHb. ring.
  Qed.

  Lemma add_Q_sound q r : rational (add_Q q r) = rational q + rational r :> A.
  Proof.
    rewrite <- rational_plus. apply rational_equal. unfold add_Q.
    destruct q as [a b], r as [c d]; cbn [Qnum Qden]. destruct b, d; try apply Qred_correct.
    unfold Qeq, Qplus, Qmult; cbn [Qnum Qden Pos.mul]; ring.
  Qed.

  Lemma multiply_Q_sound q r : rational (multiply_Q q r) = rational q * rational r :> A.
  Proof.
    rewrite <- rational_times. apply rational_equal. unfold multiply_Q.
    destruct q as [a b], r as [c d]; cbn [Qnum Qden]. destruct b, d; try apply Qred_correct.
    unfold Qeq, Qplus, Qmult; cbn [Qnum Qden Pos.mul]; ring.
  Qed.

  Lemma rational_null q : Qnum q = 0%Z -> rational q = zero :> A.
  Proof.
    intro H. rewrite <- rational_zero. apply rational_equal. destruct q; simpl in H. subst. reflexivity.
  Qed.

  Lemma add_sound a : forall b, meaning (add a b) = meaning a + meaning b.
  Proof.
    induction a as [|[m q] a IH]; [simpl; intros; ring|].
    induction b as [|[n r] b IHb]; [simpl; ring|].
    cbn [add]. fold (add a). destruct (compare_monomial m n) eqn:E.
    - apply compare_monomial_eq in E. subst.
      assert (H : meaning ((n, add_Q q r) :: add a b) = meaning ((n, q) :: a) + meaning ((n, r) :: b)).
      { simpl. rewrite IH, add_Q_sound. ring. }
      destruct (Qnum (add_Q q r)) eqn:E'; auto.
      rewrite <- H. simpl. rewrite (rational_null _ E'). ring.
    - simpl meaning at 1. rewrite IH. simpl. ring.
    - simpl in IHb. simpl. rewrite IHb. ring.
  Qed.

  Lemma multiply_term_sound m q a : meaning (multiply_term m q a) = rational q * meaning_monomial m * meaning a.
  Proof.
    induction a as [|[n r] a IH]; simpl; [ring|].
    rewrite IH, multiply_monomials_sound, multiply_Q_sound. ring.
  Qed.

  Lemma scale_sound q a : meaning (scale q a) = rational q * meaning a.
  Proof.
    unfold scale.
    assert (H : meaning (map (fun t => (fst t, multiply_Q q (snd t))) a) = rational q * meaning a).
    { induction a as [|[n r] a IH]; simpl; [ring|]. rewrite IH, multiply_Q_sound. ring. }
    destruct (Qnum q) eqn:E; auto. simpl. rewrite (rational_null _ E). ring.
  Qed.

  Fixpoint meanings (l : list polynomial) : A :=
    match l with [] => zero | a :: l' => meaning a + meanings l' end.

  Lemma add_pairs_sound n : forall l, (length l <= n)%nat -> meanings (add_pairs l) = meanings l.
  Proof.
    induction n; intros [|a [|b l]] H; simpl in *; auto; try lia.
    rewrite IHn by lia. rewrite add_sound. ring.
  Qed.

  Lemma add_all_sound n : forall l, meaning (add_all n l) = meanings l.
  Proof.
    assert (F : forall l, meaning (fold_right add [] l) = meanings l).
    { induction l; simpl; auto. rewrite add_sound, IHl. reflexivity. }
    induction n; intros [|a [|b l]]; try (simpl; ring).
    - simpl add_all. rewrite !add_sound, F. simpl. ring.
    - change (add_all (S n) (a :: b :: l)) with (add_all n (add_pairs (a :: b :: l))).
      rewrite IHn. apply (add_pairs_sound (length (a :: b :: l))). lia.
  Qed.

  Lemma total_sound l : meaning (total l) = meanings l.
  Proof. apply add_all_sound. Qed.

  Lemma multiply_sound a b : meaning (multiply a b) = meaning a * meaning b.
  Proof.
    assert (G : meaning (total (map (fun t => multiply_term (fst t) (snd t) b) a)) = meaning a * meaning b).
    { rewrite total_sound. induction a as [|[m q] a IH]; simpl; [ring|]. rewrite IH, multiply_term_sound. ring. }
    unfold multiply. destruct a as [|[m q] a]; [simpl; ring|].
    destruct b as [|[n r] b]; [destruct a; simpl; ring|].
    destruct a; [rewrite multiply_term_sound; simpl; ring|].
    destruct b; [rewrite multiply_term_sound; simpl; ring|]. exact G.
  Qed.

  Lemma constant_polynomial_sound q : meaning (constant_polynomial q) = rational q.
  Proof.
    unfold constant_polynomial. destruct (Qnum q) eqn:E; simpl.
    - symmetry; apply rational_null; auto.
    - rewrite (rational_equal A _ _ (Qred_correct q)). ring.
    - rewrite (rational_equal A _ _ (Qred_correct q)). ring.
  Qed.

  Lemma raise_sound a n : meaning (raise a n) = natural_power (meaning a) n.
  Proof.
    induction n as [|[|n] IH].
    - simpl raise. rewrite constant_polynomial_sound, rational_one. reflexivity.
    - simpl. ring.
    - change (raise a (S (S n))) with (multiply a (raise a (S n))). rewrite multiply_sound, IH. reflexivity.
  Qed.

  Lemma power_of_sound a k : meaning_monomial (power_of a k) = value_power a k.
  Proof. destruct k; simpl; ring. Qed.

  Lemma of_atom_sound a : meaning (of_atom a) = value a.
  Proof. simpl. rewrite rational_one. ring. Qed.

  Lemma subtract_sound a b : meaning (subtract a b) = meaning a - meaning b.
  Proof.
    unfold subtract. rewrite add_sound, scale_sound.
    replace (rational (-1) : A) with (- one : A). ring.
    assert (H : rational (-1) + rational 1 = zero :> A).
    { rewrite <- rational_plus, <- rational_zero. apply rational_equal. reflexivity. }
    rewrite rational_one in H. transitivity ((rational (-1) + one) - one : A); [rewrite H|]; ring.
  Qed.

  (** *** Derivatives *)

  Variables (p i : nat).
  (** The derivative of an atom, where it is known. *)
  Variable derivative_of : atom -> option polynomial.
  Hypothesis derivative_of_sound : forall a d, derivative_of a = Some d -> derivative p i (value a) = meaning d.

  Fixpoint differentiate_monomial (m : monomial) : option polynomial :=
    match m with
    | [] => Some []
    | (a, k) :: m' =>
      match derivative_of a, differentiate_monomial m' with
      | Some d, Some rest =>
        let first :=
          match k with
          | Z0 => []
          | Zneg _ => if is_generator a then multiply_term (multiply_monomials (power_of a (k - 1)) m') (inject_Z k) d else []
          | Zpos _ => multiply_term (multiply_monomials (power_of a (k - 1)) m') (inject_Z k) d
          end in
        Some (match rest with [] => first | _ => add first (multiply_term [(a, k)] 1 rest) end)
      | _, _ => None
      end
    end.

  Fixpoint differentiate_terms (a : polynomial) : option (list polynomial) :=
    match a with
    | [] => Some []
    | (m, q) :: a' =>
      match differentiate_monomial m, differentiate_terms a' with
      | Some d, Some rest => Some (match d with [] => rest | _ => scale q d :: rest end)
      | _, _ => None
      end
    end.

  Definition differentiate (a : polynomial) : option polynomial :=
    match differentiate_terms a with Some l => Some (total l) | None => None end.

  Lemma derivative_one : derivative p i (one : A) = zero.
  Proof. rewrite <- rational_one. apply derivative_rational. Qed.

  Lemma derivative_zero : derivative p i (zero : A) = zero.
  Proof. rewrite <- (rational_zero A) at 1. apply derivative_rational. Qed.

  Lemma rational_successor (n : nat) : rational (inject_Z (Z.of_nat (S n))) = one + rational (inject_Z (Z.of_nat n)) :> A.
  Proof.
    rewrite <- rational_one, <- rational_plus. apply rational_equal.
    rewrite Nat2Z.inj_succ, <- Z.add_1_l, inject_Z_plus. reflexivity.
  Qed.

  Lemma derivative_natural_power (f : A) n :
    derivative p i (natural_power f (S n)) = rational (inject_Z (Z.of_nat (S n))) * natural_power f n * derivative p i f.
  Proof.
    induction n.
    - simpl. rewrite derivative_times, derivative_one.
      change (inject_Z 1) with 1%Q. rewrite rational_one. ring.
    - rewrite rational_successor. change (natural_power f (S (S n))) with (f * natural_power f (S n)).
      rewrite derivative_times, IHn. simpl natural_power. ring.
  Qed.

  Lemma derivative_inverse (f g : A) : f * g = one -> derivative p i g = - (g * g * derivative p i f).
  Proof.
    intro H.
    assert (E : derivative p i (f * g) = zero) by (rewrite H; apply derivative_one).
    rewrite derivative_times in E.
    transitivity (g * (derivative p i f * g + f * derivative p i g) - g * g * derivative p i f).
    - replace (g * (derivative p i f * g + f * derivative p i g) - g * g * derivative p i f)
        with ((f * g) * derivative p i g) by ring. rewrite H. ring.
    - rewrite E. ring.
  Qed.

  Lemma rational_opposite z : rational (inject_Z (- z)) = - rational (inject_Z z) :> A.
  Proof.
    assert (H : rational (inject_Z (- z)) + rational (inject_Z z) = zero :> A).
    { rewrite <- rational_plus, <- rational_zero. apply rational_equal.
      rewrite <- inject_Z_plus, Z.add_opp_diag_l. reflexivity. }
    transitivity ((rational (inject_Z (- z)) + rational (inject_Z z)) - rational (inject_Z z) : A); [ring|].
    rewrite H. ring.
  Qed.

  Lemma derivative_value_power a k :
    (is_generator a = true \/ (0 < k)%Z) ->
    derivative p i (value_power a k) = rational (inject_Z k) * value_power a (k - 1) * derivative p i (value a).
  Proof.
    intro H. destruct (Z.lt_trichotomy k 0) as [L|[L|L]].
    - destruct H as [H|H]; [|lia]. destruct a as [| | | | |n]; try discriminate.
      replace k with (- Z.of_nat (S (Z.to_nat (- k - 1))))%Z by lia.
      set (m := Z.to_nat (- k - 1)).
      replace (- Z.of_nat (S m) - 1)%Z with (- Z.of_nat (S (S m)))%Z by lia.
      rewrite !value_power_neg, derivative_natural_power, rational_opposite.
      rewrite (derivative_inverse _ _ (unit_law n)). simpl natural_power. ring.
    - subst. simpl. rewrite derivative_one. change (inject_Z 0) with 0%Q. rewrite rational_zero. ring.
    - replace k with (Z.of_nat (S (Z.to_nat (k - 1)))) by lia.
      set (m := Z.to_nat (k - 1)).
      replace (Z.of_nat (S m) - 1)%Z with (Z.of_nat m) by lia.
      rewrite !value_power_pos. apply derivative_natural_power.
  Qed.

  Lemma differentiate_monomial_sound m : forall d,
    differentiate_monomial m = Some d -> derivative p i (meaning_monomial m) = meaning d.
  Proof.
    induction m as [|[a k] m IH]; simpl; intros d H.
    - inversion H. apply derivative_one.
    - destruct (derivative_of a) as [e|] eqn:E; try discriminate.
      destruct (differentiate_monomial m) as [rest|]; try discriminate.
      inversion H; clear H. apply derivative_of_sound in E. specialize (IH _ eq_refl).
      set (first := match k with
          | Z0 => []
          | Zneg _ => if is_generator a then multiply_term (multiply_monomials (power_of a (k - 1)) m) (inject_Z k) e else []
          | Zpos _ => multiply_term (multiply_monomials (power_of a (k - 1)) m) (inject_Z k) e
          end).
      assert (F : meaning first = derivative p i (value_power a k) * meaning_monomial m).
      { assert (G : (is_generator a = true \/ (0 < k)%Z) ->
            meaning (multiply_term (multiply_monomials (power_of a (k - 1)) m) (inject_Z k) e)
            = derivative p i (value_power a k) * meaning_monomial m).
        { intro C. rewrite multiply_term_sound, multiply_monomials_sound, power_of_sound, derivative_value_power, E by auto. ring. }
        unfold first. destruct k.
        - simpl. rewrite derivative_one. ring.
        - apply G. right; lia.
        - destruct (is_generator a) eqn:C; [apply G; auto|]. simpl. rewrite C, derivative_zero. ring. }
      rewrite derivative_times, <- F, IH.
      destruct rest; [simpl; ring|]. rewrite add_sound, multiply_term_sound, rational_one. simpl meaning_monomial. ring.
  Qed.

  Lemma differentiate_sound a d : differentiate a = Some d -> derivative p i (meaning a) = meaning d.
  Proof.
    unfold differentiate. destruct (differentiate_terms a) as [l|] eqn:E; try discriminate.
    intro H; inversion H. rewrite total_sound. clear d H H1. revert l E.
    induction a as [|[m q] a IH]; simpl; intros l E.
    - inversion E. apply derivative_zero.
    - destruct (differentiate_monomial m) as [d|] eqn:Ed; try discriminate.
      destruct (differentiate_terms a) as [rest|] eqn:Er; try discriminate.
      inversion E. specialize (IH _ eq_refl). apply differentiate_monomial_sound in Ed.
      rewrite derivative_plus, derivative_times, derivative_rational, Ed, IH.
      destruct d; simpl; [ring|].
      rewrite scale_sound. simpl. ring.
  Qed.
End Meaning.
