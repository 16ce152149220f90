(** What the check of [Identities] computes is true: [certified]. *)

Require Import QArith Qpower ZArith List Bool Ring Lia PeanoNat Permutation.
Require Import Notebook.Calculus Notebook.Polynomials Notebook.Identities.
Import ListNotations.

Section Soundness.
  Variable A : calculus.
  Add Ring element_ring : (ring_laws A).
  Local Open Scope calculus_scope.

  Variable E : environment A.
  Variable D : declarations.
  Variable rows : list row.
  Let N := denominator D.
  Let fraction : A := rational (1 # N).

  Definition row_value (r : row) : A :=
    match r with
    | Root b m => power (interpret E b []) (rational (1 # denominator D) * interpret E m [])
    | Unit b => interpret E b []
    | Exp e => exponential (rational (1 # denominator D) * interpret E e [])
    | Compose _ => one
    end.

  Definition value (a : atom) : A :=
    match a with
    | Coordinate p i => coordinate p i
    | Relative p q i => coordinate p i - coordinate q i
    | Free k => constants E k
    | Jet f v s => fold_right (fun t g => derivative (fst t) (snd t) g) (functions E f v) s
    | Composed f v s => compositions E f v s
    | Generator k => nth k (map row_value rows) one
    end.

  (** What a row asks for. *)
  Definition premise (k : nat) (r : row) : Prop :=
    match r with
    | Root b _ => positive (interpret E b [])
    | Unit b => nonzero (interpret E b [])
    | Exp _ => True
    | Compose l => chain_rule (map (fun a => (fst a, interpret E (snd a) [])) l) (compositions E k)
    end.

  Fixpoint premises (k : nat) (l : list row) : Prop :=
    match l with
    | [] => True
    | r :: l' => premise k r /\ premises (S k) l'
    end.

  Hypothesis constants_constant : forall k, constant (constants E k).
  Hypothesis functions_depend : forall f points symmetric,
    nth_error (arguments D) f = Some (points, symmetric) ->
    (forall v, depends_on points (functions E f v)) /\
    (symmetric = true -> forall i j, functions E f [i; j] = functions E f [j; i]).
  Hypothesis compositions_symmetric : forall f, existsb (Nat.eqb f) (symmetric_rows D) = true ->
    forall i j s, compositions E f [i; j] s = compositions E f [j; i] s.
  Hypothesis rows_hold : premises 0 rows.

  Lemma premise_of k : forall l j r, premises j l -> nth_error l k = Some r -> premise (j + k) r.
  Proof.
    induction k; intros [|x l] j r H H'; try discriminate; simpl in *; destruct H as [H1 H2].
    - inversion H'; subst. rewrite Nat.add_0_r. exact H1.
    - replace (j + S k)%nat with (S j + k)%nat by lia. eapply IHk; eauto.
  Qed.

  Lemma row_premise k r : nth_error rows k = Some r -> premise k r.
  Proof. intro H. apply (premise_of k rows 0 r rows_hold H). Qed.

  Lemma generator_value k r : nth_error rows k = Some r -> value (Generator k) = row_value r.
  Proof.
    intro H. simpl. apply nth_error_nth. rewrite nth_error_map, H. reflexivity.
  Qed.

  Lemma unit_law k : value (Generator k) * inverse (value (Generator k)) = one.
  Proof.
    apply inverse_law. destruct (nth_error rows k) as [r|] eqn:H.
    - rewrite (generator_value _ _ H). apply row_premise in H.
      destruct r; simpl in *.
      + apply positive_invertible, power_positive, H.
      + exact H.
      + apply positive_invertible, exponential_positive.
      + exists one. ring.
    - simpl. rewrite nth_overflow. exists one; ring. rewrite map_length. apply nth_error_None, H.
  Qed.

  Notation meaning := (meaning A value).
  Notation meaning_monomial := (meaning_monomial A value).
  Notation value_power := (value_power A value).

  Hint Rewrite (add_sound A value) (multiply_sound A value unit_law) (scale_sound A value) (subtract_sound A value)
    (constant_polynomial_sound A value) (of_atom_sound A value) (total_sound A value)
    (multiply_term_sound A value unit_law) (multiply_monomials_sound A value unit_law)
    (power_of_sound A value) (raise_sound A value unit_law) : meaning.

  (** ** Constants *)

  Lemma constant_rational q : constant (rational q : A).
  Proof. intros p i. apply derivative_rational. Qed.

  Lemma constant_plus (a b : A) : constant a -> constant b -> constant (a + b).
  Proof. intros H K p i. rewrite derivative_plus, H, K. ring. Qed.

  Lemma constant_times (a b : A) : constant a -> constant b -> constant (a * b).
  Proof. intros H K p i. rewrite derivative_times, H, K. ring. Qed.

  Lemma constant_one : constant (one : A).
  Proof. rewrite <- rational_one. apply constant_rational. Qed.

  Lemma constant_zero : constant (zero : A).
  Proof. rewrite <- rational_zero. apply constant_rational. Qed.

  Lemma constant_natural_power (f : A) n : constant f -> constant (natural_power f n).
  Proof. intro H. induction n; simpl; [apply constant_one | apply constant_times; auto]. Qed.

  Lemma constant_monomial_sound m : constant_monomial m = true -> constant (meaning_monomial m).
  Proof.
    induction m as [|[a k] m IH]; simpl; intro H.
    - apply constant_one.
    - apply andb_true_iff in H. destruct H as [H1 H2]. destruct a; try discriminate.
      apply constant_times; [|auto]. destruct k; simpl; try discriminate.
      apply constant_natural_power, constants_constant.
  Qed.

  (** ** Powers *)

  Lemma constant_minus (a : A) : constant a -> constant (- a).
  Proof.
    intros H p i. assert (K : derivative p i (a + - a) = zero).
    { replace (a + - a) with (rational 0 : A) by (rewrite rational_zero; ring). apply derivative_rational. }
    rewrite derivative_plus, H in K. rewrite <- K. ring.
  Qed.

  Lemma power_zero (f : A) : positive f -> power f zero = one.
  Proof.
    intro H. destruct (positive_invertible A f H) as [g Hg].
    assert (K : power f (one + zero) = power f one * power f zero).
    { apply power_plus; auto. apply constant_one. apply constant_zero. }
    replace (one + zero : A) with (one : A) in K by ring. rewrite power_one in K by auto.
    transitivity (f * g * power f zero). rewrite Hg; ring.
    transitivity (g * (f * power f zero)). ring. rewrite <- K. rewrite <- Hg. ring.
  Qed.

  Lemma inverse_unique (f g : A) : f * g = one -> inverse f = g.
  Proof.
    intro H. assert (K : f * inverse f = one) by (apply inverse_law; exists g; auto).
    transitivity (inverse f * (f * g)). rewrite H; ring.
    transitivity ((f * inverse f) * g). ring. rewrite K. ring.
  Qed.

  Lemma power_natural (f c : A) n : positive f -> constant c ->
    natural_power (power f c) n = power f (rational (inject_Z (Z.of_nat n)) * c).
  Proof.
    intros H K. induction n.
    - simpl. change (inject_Z 0) with 0%Q. rewrite rational_zero.
      replace (zero * c) with (zero : A) by ring. symmetry; apply power_zero; auto.
    - simpl natural_power. rewrite IHn, rational_successor.
      rewrite <- power_plus by (auto; apply constant_times; auto; apply constant_rational).
      f_equal. ring.
  Qed.

  Lemma value_power_root k (f c : A) z : positive f -> constant c -> value (Generator k) = power f c ->
    value_power (Generator k) z = power f (rational (inject_Z z) * c).
  Proof.
    intros H K V. destruct (Z.le_gt_cases 0 z).
    - rewrite <- (Z2Nat.id z) by auto. rewrite value_power_pos, V. apply power_natural; auto.
    - replace z with (- Z.of_nat (Z.to_nat (- z)))%Z by lia. set (n := Z.to_nat (- z)).
      rewrite value_power_neg, V. rewrite (rational_opposite A).
      assert (P : inverse (power f c) = power f (- c)).
      { apply inverse_unique. rewrite <- power_plus by (auto; apply constant_minus; auto).
        replace (c + - c) with (zero : A) by ring. apply power_zero; auto. }
      rewrite P, power_natural by (auto; apply constant_minus; auto). f_equal. ring.
  Qed.

  Lemma exponential_natural (f : A) n : natural_power (exponential f) n = exponential (rational (inject_Z (Z.of_nat n)) * f).
  Proof.
    induction n.
    - simpl. change (inject_Z 0) with 0%Q. rewrite rational_zero.
      replace (zero * f) with (zero : A) by ring. symmetry; apply exponential_zero.
    - simpl natural_power. rewrite IHn, rational_successor, <- exponential_plus. f_equal. ring.
  Qed.

  Lemma value_power_exponential k (f : A) z : value (Generator k) = exponential f ->
    value_power (Generator k) z = exponential (rational (inject_Z z) * f).
  Proof.
    intro V. destruct (Z.le_gt_cases 0 z).
    - rewrite <- (Z2Nat.id z) by auto. rewrite value_power_pos, V. apply exponential_natural.
    - replace z with (- Z.of_nat (Z.to_nat (- z)))%Z by lia. set (n := Z.to_nat (- z)).
      rewrite value_power_neg, V, (rational_opposite A).
      assert (P : inverse (exponential f) = exponential (- f)).
      { apply inverse_unique. rewrite <- exponential_plus.
        replace (f + - f) with (zero : A) by ring. apply exponential_zero. }
      rewrite P, exponential_natural. f_equal. ring.
  Qed.

  (** ** What is known *)

  Definition derivatives_sound (f : A) (d : derivatives) :=
    forall p i P, lookup d p i = Some P -> derivative p i f = meaning P.

  Definition sound_information (k : nat) (x : information) : Prop :=
    match x with
    | IRoot m b d =>
      (exists B, positive B /\ B = meaning b /\ constant (meaning_monomial m) /\
        value (Generator k) = power B (fraction * meaning_monomial m)) /\ derivatives_sound (value (Generator k)) d
    | IUnit b d => value (Generator k) = meaning b /\ derivatives_sound (value (Generator k)) d
    | IExp e d => value (Generator k) = exponential (fraction * meaning e) /\ derivatives_sound (value (Generator k)) d
    | ICompose l =>
      (forall v s t, Permutation s t -> compositions E k v s = compositions E k v t) /\
      (exists fs : list A, length fs = length l /\
        (forall n a f, nth_error l n = Some a -> nth_error fs n = Some f -> derivatives_sound f (snd a)) /\
        forall v s p i, derivative p i (compositions E k v s)
          = fold_right (fun (x : (nat * nat * derivatives) * A) rest =>
              compositions E k v (fst (fst x) :: s) * derivative p i (snd x) + rest) zero (combine l fs))
    end.

  Definition known_sound (known : list information) :=
    forall k x, nth_error known k = Some x -> sound_information k x.

  Definition rules_sound (rules : list rule) :=
    forall a k P, In (a, Zpos k, P) rules -> value_power a (Zpos k) = meaning P.

  Section With.
  Variable known : list information.
  Variable rules : list rule.
  Hypothesis known_ok : known_sound known.
  Hypothesis rules_ok : rules_sound rules.

  (** *** Rules *)

  Lemma equal_atoms_eq a b : equal_atoms a b = true -> a = b.
  Proof. unfold equal_atoms. destruct (compare_atom a b) eqn:H; try discriminate. intros _. apply compare_atom_eq, H. Qed.

  Lemma equal_monomials_eq a b : equal_monomials a b = true -> a = b.
  Proof. unfold equal_monomials. destruct (compare_monomial a b) eqn:H; try discriminate. intros _. apply compare_monomial_eq, H. Qed.

  Lemma find_rule_sound l : rules_sound l -> forall a k P, find_rule l a = Some (Zpos k, P) -> value_power a (Zpos k) = meaning P.
  Proof.
    intros H a k P. induction l as [|[[b j] R] l IH]; simpl; try discriminate.
    destruct (equal_atoms a b) eqn:Q.
    - intro K; inversion K; subst. apply equal_atoms_eq in Q; subst. apply H. left; auto.
    - apply IH. intros ? ? ? ?. apply H. right; auto.
  Qed.

  Lemma natural_power_times (f : A) m n : natural_power (natural_power f m) n = natural_power f (n * m).
  Proof. induction n; simpl; auto. rewrite natural_power_plus, IHn. reflexivity. Qed.

  Lemma power_division a k e : (Zpos k <= e)%Z ->
    value_power a e = natural_power (value_power a (Zpos k)) (Z.to_nat (e / Zpos k)) * value_power a (e mod Zpos k).
  Proof.
    intro H.
    assert (0 <= e / Zpos k)%Z by (apply Z.div_pos; lia).
    assert (0 <= e mod Zpos k)%Z by (apply Z.mod_pos_bound; lia).
    rewrite (Z.div_mod e (Zpos k)) at 1 by lia.
    rewrite value_power_plus_nonnegative by (try apply Z.mul_nonneg_nonneg; lia). f_equal.
    replace (Zpos k * (e / Zpos k))%Z with (Z.of_nat (Z.to_nat (e / Zpos k) * Pos.to_nat k)) by (rewrite Nat2Z.inj_mul, Z2Nat.id, positive_nat_Z by lia; ring).
    rewrite value_power_pos, <- natural_power_times. reflexivity.
  Qed.

  Lemma reduce_monomial_sound l : rules_sound l -> forall m r P, reduce_monomial l m = Some (r, P) ->
    meaning_monomial m = meaning_monomial r * meaning P.
  Proof.
    intro H. induction m as [|[a e] m IH]; cbn [reduce_monomial]; intros r P; try discriminate.
    assert (L : (do (r0, P0) <- reduce_monomial l m; Some ((a, e) :: r0, P0)) = Some (r, P) ->
      meaning_monomial ((a, e) :: m) = meaning_monomial r * meaning P).
    { destruct (reduce_monomial l m) as [[r0 P0]|]; try discriminate. intro K; inversion K; subst.
      simpl. rewrite (IH _ _ eq_refl). ring. }
    destruct (find_rule l a) as [[[|k|k] R]|] eqn:F; try exact L.
    destruct (Z.leb (Zpos k) e) eqn:Le; [|exact L].
    intro K; inversion K; subst. apply Z.leb_le in Le. apply (find_rule_sound l H) in F.
    cbn [Polynomials.meaning_monomial]. autorewrite with meaning. rewrite (power_division a k e Le), F. ring.
  Qed.

  Lemma reduce_terms_sound l : rules_sound l -> forall P kept changed, reduce_terms l P = (kept, changed) ->
    meaning P = meaning kept + meanings A value changed.
  Proof.
    intro H. induction P as [|[m q] P IH]; cbn [reduce_terms]; intros kept changed K.
    - inversion K. simpl. ring.
    - destruct (reduce_terms l P) as [kept' changed'].
      specialize (IH _ _ eq_refl). simpl meaning. rewrite IH.
      destruct (reduce_monomial l m) as [[r R]|] eqn:F; inversion K; subst; simpl.
      + autorewrite with meaning. rewrite (reduce_monomial_sound l H _ _ _ F). ring.
      + ring.
  Qed.

  Lemma reduce_sound l : rules_sound l -> forall fuel P, meaning (reduce fuel l P) = meaning P.
  Proof.
    intro H. induction fuel; simpl; intro P; auto.
    destruct (reduce_terms l P) as [kept changed] eqn:F.
    destruct changed; auto. rewrite IHfuel, (reduce_terms_sound l H _ _ _ F). autorewrite with meaning. reflexivity.
  Qed.

  Lemma condense_sound P : meaning (condense rules P) = meaning P.
  Proof. unfold condense. destruct rules eqn:F; auto. rewrite <- F in *. apply reduce_sound, rules_ok. Qed.

  Lemma same_sound P R : same rules P R = true -> meaning P = meaning R.
  Proof.
    unfold same. intro H. assert (K : meaning (condense rules (subtract P R)) = zero).
    { destruct (condense rules (subtract P R)); [reflexivity|discriminate]. }
    rewrite condense_sound in K. autorewrite with meaning in K.
    transitivity (meaning P - meaning R + meaning R); [ring|]. rewrite K. ring.
  Qed.

  (** *** Generators *)

  Lemma find_sound test : forall l j k, find test l j = Some k ->
    exists n x, k = (j + n)%nat /\ nth_error l n = Some x /\ test x = true.
  Proof.
    induction l as [|x l IH]; simpl; intros j k H; try discriminate.
    destruct (test x) eqn:T.
    - inversion H; subst. exists 0%nat, x. simpl. repeat split; auto.
    - destruct (IH _ _ H) as (n & y & H1 & H2 & H3). exists (S n), y. simpl. repeat split; auto. lia.
  Qed.

  Lemma find_root_sound m b k : find_root known rules m b = Some k ->
    positive (meaning b) /\ constant (meaning_monomial m) /\
    value (Generator k) = power (meaning b) (fraction * meaning_monomial m).
  Proof.
    unfold find_root. intro H. apply find_sound in H. destruct H as (n & x & H1 & H2 & H3).
    simpl in H1. subst n. apply known_ok in H2. destruct x as [m' b' d| | |]; try discriminate.
    apply andb_true_iff in H3. destruct H3 as [H3 H4]. apply equal_monomials_eq in H3. apply same_sound in H4.
    destruct H2 as [(B & H5 & H6 & H7 & H8) _]. subst. rewrite H4. auto.
  Qed.

  Lemma find_unit_sound b k : find_unit known rules b = Some k -> value (Generator k) = meaning b.
  Proof.
    unfold find_unit. intro H. apply find_sound in H. destruct H as (n & x & H1 & H2 & H3).
    simpl in H1. subst n. apply known_ok in H2. destruct x; try discriminate. apply same_sound in H3.
    destruct H2. congruence.
  Qed.

  Lemma find_exponential_sound e k : find_exponential known rules e = Some k ->
    value (Generator k) = exponential (fraction * meaning e).
  Proof.
    unfold find_exponential. intro H. apply find_sound in H. destruct H as (n & x & H1 & H2 & H3).
    simpl in H1. subst n. apply known_ok in H2. destruct x; try discriminate. apply same_sound in H3.
    destruct H2. rewrite H3. auto.
  Qed.

  Lemma integral_sound q z : integral q = Some z -> rational q = rational (inject_Z z) :> A.
  Proof.
    unfold integral. intro H. apply rational_equal. rewrite <- (Qred_correct q).
    destruct (Qred q) as [a b]; simpl in H. destruct b; inversion H. reflexivity.
  Qed.

  Lemma generator_power_sound k z : meaning (generator_power k z) = value_power (Generator k) z.
  Proof.
    unfold generator_power. cbn [Polynomials.meaning]. rewrite power_of_sound, rational_one. ring.
  Qed.

  Lemma as_unit_monomial_sound P m : as_unit_monomial P = Some m -> meaning P = meaning_monomial m.
  Proof.
    destruct P as [|[m' q] [|]]; simpl; try discriminate. destruct (Qeq_bool q 1) eqn:H; try discriminate.
    intro K; inversion K; subst. apply Qeq_bool_iff in H. rewrite (rational_equal A _ _ H), rational_one. ring.
  Qed.

  Lemma fraction_law : fraction * rational (inject_Z (Zpos N)) = one.
  Proof.
    unfold fraction. rewrite <- rational_times, <- rational_one. apply rational_equal.
    unfold Qeq, Qmult, inject_Z; simpl. rewrite Pos.mul_1_r. reflexivity.
  Qed.

  Lemma constant_fraction : constant fraction.
  Proof. apply constant_rational. Qed.

  Lemma power_of_generators_sound m c q : constant (meaning_monomial c) -> forall P,
    power_of_generators known rules m c q = Some P ->
    positive (meaning_monomial m) /\ power (meaning_monomial m) (rational q * meaning_monomial c) = meaning P.
  Proof.
    intro C. assert (C' : constant (rational q * meaning_monomial c)) by (apply constant_times; auto using constant_rational).
    induction m as [|[a z] m IH]; cbn [power_of_generators]; intros P H.
    - inversion H. split.
      + simpl. rewrite <- rational_one. apply rational_positive. reflexivity.
      + autorewrite with meaning. rewrite rational_one. simpl.
        transitivity (power (exponential zero : A) (rational q * meaning_monomial c)); [rewrite exponential_zero; auto|].
        rewrite power_exponential by exact C'. replace (zero * (rational q * meaning_monomial c)) with (zero : A) by ring.
        apply exponential_zero.
    - destruct a as [| | | | |k]; try discriminate.
      destruct (power_of_generators known rules m c q) as [rest|]; try discriminate.
      destruct (IH _ eq_refl) as [IH1 IH2]. clear IH.
      destruct (integral (inject_Z z * q)) as [e|] eqn:I; try discriminate.
      apply integral_sound in I. rewrite rational_times in I.
      destruct (nth_error known k) as [[m0 b d| |e0 d|]|] eqn:K; try discriminate; apply known_ok in K.
      + destruct (find_root known rules (multiply_monomials m0 c) b) as [j|] eqn:F; try discriminate.
        assert (HP : multiply (generator_power j e) rest = P) by congruence. rewrite <- HP. clear HP H.
        destruct K as [(B & K1 & K2 & K3 & K4) _]. subst B.
        apply find_root_sound in F. destruct F as (_ & F2 & F3). rewrite multiply_monomials_sound in F2, F3 by apply unit_law.
        assert (C0 : constant (fraction * meaning_monomial m0)) by (apply constant_times; auto using constant_fraction).
        assert (V := value_power_root k (meaning b) _ z K1 C0 K4).
        assert (Pos : positive (value_power (Generator k) z)) by (rewrite V; apply power_positive, K1).
        cbn [Polynomials.meaning_monomial]. split.
        * apply positive_times; auto.
        * rewrite power_times by auto. rewrite IH2, (multiply_sound A value unit_law), generator_power_sound. f_equal.
          rewrite V, power_power by (auto; apply constant_times; auto using constant_rational).
          rewrite (value_power_root j (meaning b) _ e K1 (constant_times _ _ constant_fraction F2) F3).
          f_equal. rewrite <- I. ring.
      + destruct (find_exponential known rules (multiply_term c 1 e0)) as [j|] eqn:F; try discriminate.
        assert (HP : multiply (generator_power j e) rest = P) by congruence. rewrite <- HP. clear HP H.
        destruct K as [K1 _]. apply find_exponential_sound in F. autorewrite with meaning in F. rewrite rational_one in F.
        assert (V := value_power_exponential k _ z K1).
        assert (Pos : positive (value_power (Generator k) z)) by (rewrite V; apply exponential_positive).
        cbn [Polynomials.meaning_monomial]. split.
        * apply positive_times; auto.
        * rewrite power_times by auto. rewrite IH2, (multiply_sound A value unit_law), generator_power_sound. f_equal.
          rewrite V, power_exponential by exact C'.
          rewrite (value_power_exponential j _ e F).
          f_equal. rewrite <- I. ring.
  Qed.

  Lemma known_power P c q k e : find_root known rules c P = Some k -> integral (q * inject_Z (Z.pos (denominator D))) = Some e ->
    positive (meaning P) /\ constant (meaning_monomial c) /\
    power (meaning P) (rational q * meaning_monomial c) = meaning (generator_power k e).
  Proof.
    intros F I. apply find_root_sound in F. destruct F as (F1 & F2 & F3). split; [auto|]. split; [auto|].
    rewrite generator_power_sound.
    rewrite (value_power_root k (meaning P) _ e F1 (constant_times _ _ constant_fraction F2) F3).
    apply integral_sound in I. rewrite <- I, rational_times. f_equal.
    transitivity (rational q * (fraction * rational (inject_Z (Z.pos N))) * meaning_monomial c);
      [rewrite fraction_law; ring | unfold N; ring].
  Qed.

  Lemma power_of_one (a : A) : constant a -> power one a = one.
  Proof.
    intro C. rewrite <- (exponential_zero A) at 1. rewrite power_exponential by exact C.
    replace (zero * a) with (zero : A) by ring. apply exponential_zero.
  Qed.

  Lemma number_meaning r : meaning [([], r)] = rational r.
  Proof. simpl. ring. Qed.

  Lemma rational_natural_power b n : ~ b == 0 -> rational (Qpower b (Z.of_nat n)) = natural_power (rational b) n :> A.
  Proof.
    intro H. induction n.
    - simpl. apply rational_one.
    - rewrite Nat2Z.inj_succ, <- Z.add_1_l. rewrite (rational_equal A _ _ (Qpower_plus b 1 (Z.of_nat n) H)), rational_times, IHn.
      rewrite (rational_equal A (Qpower b 1) b) by reflexivity. reflexivity.
  Qed.

  Lemma rational_power b z : ~ b == 0 -> positive (rational b : A) -> rational (Qpower b z) = power (rational b) (rational (inject_Z z)) :> A.
  Proof.
    intros H Pos.
    assert (L : forall n, rational (Qpower b (Z.of_nat n)) = power (rational b) (rational (inject_Z (Z.of_nat n))) :> A).
    { intro n. rewrite (rational_natural_power b n H). rewrite <- (power_one A (rational b) Pos) at 1.
      rewrite power_natural by (auto; apply constant_one). f_equal. ring. }
    destruct (Z.le_gt_cases 0 z).
    - rewrite <- (Z2Nat.id z) by auto. apply L.
    - set (n := Z.to_nat (- z)). assert (Hz : (z + Z.of_nat n = 0)%Z) by (unfold n; lia). specialize (L n).
      set (u := rational (Qpower b (Z.of_nat n)) : A) in *.
      assert (X : rational (Qpower b z) * u = one).
      { unfold u. rewrite <- rational_times, <- (rational_equal A _ _ (Qpower_plus b z (Z.of_nat n) H)), Hz. apply rational_one. }
      assert (Y : power (rational b) (rational (inject_Z z)) * u = one).
      { rewrite L, <- power_plus by (auto; apply constant_rational). rewrite <- rational_plus, <- inject_Z_plus, Hz.
        change (inject_Z 0) with 0%Q. rewrite rational_zero. apply power_zero, Pos. }
      transitivity (rational (Qpower b z) * (power (rational b) (rational (inject_Z z)) * u)); [rewrite Y; ring|].
      transitivity ((rational (Qpower b z) * u) * power (rational b) (rational (inject_Z z))); [ring | rewrite X; ring].
  Qed.

  Lemma exponent_in_nonzero b r : exponent_in b r <> 0%Z -> ~ b == 0.
  Proof.
    intros H Z. destruct b as [[|p|p] d]; [apply H; reflexivity | |]; clear H; unfold Qeq in Z; cbn [Qnum Qden] in Z; lia.
  Qed.

  Lemma power_of_number_sound c q : constant (meaning_monomial c) -> forall l k r R,
    (forall n x, nth_error l n = Some x -> nth_error known (k + n) = Some x) -> positive (rational r : A) ->
    power_of_number D l k r c q = Some R -> power (rational r) (rational q * meaning_monomial c) = meaning R.
  Proof.
    intro C. assert (C' : constant (rational q * meaning_monomial c)) by (apply constant_times; auto using constant_rational).
    assert (One : forall r R, Qeq_bool r 1 = true -> Some (constant_polynomial 1) = Some R ->
      power (rational r) (rational q * meaning_monomial c) = meaning R).
    { intros r R U H. apply Qeq_bool_iff in U. inversion H.
      rewrite (rational_equal A _ _ U), constant_polynomial_sound, rational_one. apply power_of_one, C'. }
    induction l as [|x l IH]; intros k r R H Pos F; cbn [power_of_number] in F;
      (destruct (Qeq_bool r 1) eqn:U; [exact (One r R U F)|]); try discriminate. clear One U.
    assert (S : forall n y, nth_error l n = Some y -> nth_error known (S k + n) = Some y).
    { intros n y I. replace (S k + n)%nat with (k + S n)%nat by lia. apply H, I. }
    destruct x as [c' [|[[|t m] b] [|t' b']] d|b d|e d|a]; try (eapply IH; eauto; fail). cbv zeta in F.
    set (n := exponent_in b r) in *. set (rest := Qred (r * Qpower b (- n))) in *.
    destruct (equal_monomials c' c && negb (Z.eqb n 0) && negb (Qle_bool rest 0) && Qeq_bool r (rest * Qpower b n))%bool eqn:T;
      [|eapply IH; eauto].
    apply andb_true_iff in T. destruct T as [T T4]. apply andb_true_iff in T. destruct T as [T T3].
    apply andb_true_iff in T. destruct T as [T1 T2].
    apply equal_monomials_eq in T1. subst c'. apply negb_true_iff in T2, T3. apply Z.eqb_neq in T2. apply Qeq_bool_iff in T4.
    assert (B0 : ~ b == 0) by exact (exponent_in_nonzero b r T2).
    assert (PR : positive (rational rest : A)).
    { apply rational_positive. apply Qnot_le_lt. intro Q. apply Qle_bool_iff in Q. congruence. }
    destruct (integral (inject_Z n * q * inject_Z (Z.pos (denominator D)))) as [e|] eqn:I; try discriminate.
    destruct (power_of_number D l (Datatypes.S k) rest c q) as [P|] eqn:G; try discriminate.
    assert (HR : multiply (generator_power k e) P = R) by congruence. clear F.
    assert (K : nth_error known k = Some (IRoot c [([], b)] d)) by (specialize (H 0%nat _ eq_refl); rewrite Nat.add_0_r in H; exact H).
    apply known_ok in K. destruct K as [(B & K1 & K2 & K3 & K4) _]. rewrite number_meaning in K2. subst B.
    apply (IH _ _ _ S PR) in G.
    rewrite <- HR, (multiply_sound A value unit_law), generator_power_sound, <- G.
    rewrite (value_power_root k (rational b) _ e K1 (constant_times _ _ constant_fraction K3) K4).
    apply integral_sound in I. rewrite <- I, (rational_equal A _ _ T4), !rational_times, (rational_power b n B0 K1).
    rewrite power_times by auto using power_positive.
    rewrite power_power by (auto; apply constant_rational).
    replace (rational (inject_Z n) * rational q * rational (inject_Z (Z.pos (denominator D))) * (fraction * meaning_monomial c))
      with (rational (inject_Z n) * (rational q * meaning_monomial c)).
    - ring.
    - transitivity (rational (inject_Z n) * rational q * (fraction * rational (inject_Z (Z.pos N))) * meaning_monomial c);
        [rewrite fraction_law; ring | unfold N; ring].
  Qed.

  Lemma power_term_sound P c q R : constant (meaning_monomial c) -> power_term D known rules P c q = Some R ->
    positive (meaning P) /\ power (meaning P) (rational q * meaning_monomial c) = meaning R.
  Proof.
    intros C H. assert (C' : constant (rational q * meaning_monomial c)) by (apply constant_times; auto using constant_rational).
    unfold power_term in H.
    destruct (find_root known rules c P) as [k|] eqn:F.
    - destruct (integral _) as [e|] eqn:I; try discriminate. assert (HR : generator_power k e = R) by congruence.
      destruct (known_power _ _ _ _ _ F I) as (K1 & _ & K). rewrite <- HR. auto.
    - destruct P as [|[m r] [|]]; try discriminate. destruct (Qle_bool r 0) eqn:L; try discriminate.
      destruct (power_of_number D known 0 r c q) as [a|] eqn:Fa; try discriminate.
      destruct (power_of_generators known rules m c q) as [b|] eqn:Fb; try discriminate.
      assert (HR : multiply a b = R) by congruence. rewrite <- HR, (multiply_sound A value unit_law). clear HR H.
      assert (Pr : positive (rational r : A)).
      { apply rational_positive. apply Qnot_le_lt. intro Q. apply Qle_bool_iff in Q. congruence. }
      apply (power_of_number_sound c q C known 0 r a (fun n x I => I) Pr) in Fa. apply (power_of_generators_sound m c q C) in Fb.
      destruct Fb as [Fb1 Fb2]. cbn [Polynomials.meaning].
      replace (rational r * meaning_monomial m + zero) with (rational r * meaning_monomial m) by ring.
      split; [apply positive_times; auto|]. rewrite power_times by auto. rewrite Fa, Fb2. reflexivity.
  Qed.

  Fixpoint constant_terms (C : polynomial) : Prop :=
    match C with [] => True | (m, _) :: C' => constant (meaning_monomial m) /\ constant_terms C' end.

  Lemma constant_polynomial_terms C : constant_terms C -> constant (meaning C).
  Proof.
    induction C as [|[m q] C IH]; simpl; intro H.
    - apply constant_zero.
    - apply constant_plus; [apply constant_times|]; intuition. apply constant_rational.
  Qed.

  Lemma power_sum_sound C : constant_terms C -> forall P R, power_sum D known rules P C = Some R ->
    positive (meaning P) /\ power (meaning P) (meaning C) = meaning R.
  Proof.
    intro K. induction C as [|[c q] C IH]; intros P R H.
    - cbn [power_sum] in H. destruct (power_term D known rules P [] 1) eqn:F; try discriminate.
      apply power_term_sound in F; [|apply constant_one]. destruct F as [F _]. split; auto.
      inversion H. autorewrite with meaning. rewrite rational_one. apply power_zero, F.
    - simpl in K. destruct K as [K1 K2].
      assert (S : forall T, power_term D known rules P c q = Some T ->
        positive (meaning P) /\ power (meaning P) (rational q * meaning_monomial c) = meaning T)
        by (intros; apply power_term_sound; auto).
      destruct C as [|t C].
      + cbn [power_sum] in H. destruct (S _ H) as [S1 S2]. split; auto. rewrite <- S2. f_equal. simpl. ring.
      + change (power_sum D known rules P ((c, q) :: t :: C)) with
          (do a <- power_term D known rules P c q; do b <- power_sum D known rules P (t :: C); Some (multiply a b)) in H.
        destruct (power_term D known rules P c q) as [a|]; try discriminate.
        destruct (S _ eq_refl) as [S1 S2].
        destruct (power_sum D known rules P (t :: C)) as [b|] eqn:F; try discriminate.
        destruct (IH K2 _ _ F) as [_ I]. split; auto.
        assert (HR : multiply a b = R) by congruence. rewrite <- HR, (multiply_sound A value unit_law), <- S2, <- I.
        rewrite <- power_plus; auto.
        * apply constant_times; auto. apply constant_rational.
        * exact (constant_polynomial_terms (t :: C) K2).
  Qed.

  Lemma invert_sound P R : invert D known rules P = Some R -> inverse (meaning P) = meaning R.
  Proof.
    unfold invert.
    set (M := match P with
      | [(m, q)] =>
        let R := [(map (fun t => (fst t, Z.opp (snd t))) m, Qinv q)] in
        match multiply P R with
        | [([], r)] => if Qeq_bool r 1 then Some R else None
        | _ => None
        end
      | _ => None
      end).
    assert (HM : forall R, M = Some R -> inverse (meaning P) = meaning R).
    { unfold M. destruct P as [|[m q] [|]]; try discriminate. cbv zeta. intros R0 H. apply inverse_unique.
      destruct (multiply [(m, q)] [(map (fun t => (fst t, (- snd t)%Z)) m, / q)]) as [|[[|] r] [|]] eqn:F; try discriminate.
      destruct (Qeq_bool r 1) eqn:G; try discriminate. inversion H; subst; clear H.
      apply Qeq_bool_iff in G.
      rewrite <- (multiply_sound A value unit_law), F. simpl. rewrite (rational_equal A _ _ G), rational_one. ring. }
    destruct M as [R0|] eqn:F.
    - intro H. apply HM. congruence.
    - destruct (find_root known rules [] P) as [k|] eqn:G.
      + intro H. inversion H; subst; clear H. apply find_root_sound in G. destruct G as (G1 & G2 & G3).
        rewrite generator_power_sound.
        rewrite (value_power_root k (meaning P) _ _ G1 (constant_times _ _ constant_fraction G2) G3).
        apply inverse_unique. rewrite <- (power_one A (meaning P)) at 1 by auto.
        rewrite <- power_plus; auto using constant_one.
        * change (Z.neg (denominator D)) with (- Z.pos (denominator D))%Z.
          replace (one + rational (inject_Z (- Z.pos (denominator D))) * (fraction * meaning_monomial [])) with (zero : A).
          apply power_zero; auto.
          rewrite (rational_opposite A). simpl.
          transitivity (one - fraction * rational (inject_Z (Z.pos N)) : A); [rewrite fraction_law; ring | unfold N; ring].
        * apply constant_times; auto using constant_rational. apply constant_times; auto using constant_fraction.
      + destruct (find_unit known rules P) as [k|] eqn:U; try discriminate.
        intro H. inversion H; subst; clear H. rewrite generator_power_sound.
        apply find_unit_sound in U. rewrite <- U. simpl. ring.
  Qed.

  Lemma exponential_step k (f : A) e q : value (Generator k) = exponential (fraction * f) ->
    integral (q * inject_Z (Z.pos (denominator D))) = Some e ->
    meaning (generator_power k e) = exponential (rational q * f).
  Proof.
    intros V I. rewrite generator_power_sound, (value_power_exponential k _ e V).
    apply integral_sound in I. rewrite <- I, rational_times. f_equal.
    transitivity (rational q * (fraction * rational (inject_Z (Z.pos N))) * f); [unfold N; ring | rewrite fraction_law; ring].
  Qed.

  Lemma exponential_of_sound l : forall k P R,
    (forall n x, nth_error l n = Some x -> nth_error known (k + n) = Some x) ->
    exponential_of D rules l k P = Some R -> exponential (meaning P) = meaning R.
  Proof.
    induction l as [|x l IH]; cbn [exponential_of]; intros k P R H F.
    - destruct P; try discriminate. inversion F. autorewrite with meaning. rewrite rational_one. apply exponential_zero.
    - assert (S : forall n y, nth_error l n = Some y -> nth_error known (S k + n) = Some y).
      { intros n y I. replace (S k + n)%nat with (k + S n)%nat by lia. apply H, I. }
      destruct x as [m b d|b d|e d|a]; try (eapply IH; eauto; fail).
      destruct (condense rules e) as [|[m c] e''] eqn:Ce; [eapply IH; eauto|].
      set (e' := (m, c) :: e'') in *. set (q := Qred (coefficient m P / c)) in *.
      set (taken := (do z <- integral (q * inject_Z (Z.pos (denominator D)));
        do rest <- exponential_of D rules l (Datatypes.S k) (condense rules (subtract P (scale q e')));
        Some (multiply (generator_power k z) rest))) in *.
      assert (G : taken = Some R -> exponential (meaning P) = meaning R).
      { unfold taken. destruct (integral _) as [z|] eqn:I; try discriminate.
        destruct (exponential_of D rules l (Datatypes.S k) (condense rules (subtract P (scale q e')))) as [rest|] eqn:T; try discriminate.
        intro HR0. assert (HR : multiply (generator_power k z) rest = R) by congruence. clear HR0.
        assert (K : nth_error known k = Some (IExp e d)) by (specialize (H 0%nat _ eq_refl); rewrite Nat.add_0_r in H; exact H).
        apply known_ok in K. destruct K as [K _]. rewrite <- (condense_sound e), Ce in K.
        rewrite <- HR, (multiply_sound A value unit_law), (exponential_step k _ z q K I).
        apply (IH _ _ _ S) in T. rewrite <- T, condense_sound, <- exponential_plus. f_equal.
        rewrite subtract_sound, scale_sound. ring. }
      destruct (Qnum q); [eapply IH; eauto | |]; (destruct taken; [exact (G F) | eapply IH; eauto]).
  Qed.

  Lemma logarithm_of_sound m : forall R, logarithm_of D known m = Some R -> meaning_monomial m = exponential (meaning R).
  Proof.
    induction m as [|[a z] m IH]; cbn [logarithm_of]; intros R H.
    - inversion H. simpl. symmetry; apply exponential_zero.
    - destruct a as [| | | | |k]; try discriminate.
      destruct (nth_error known k) as [[| |e d|]|] eqn:K; try discriminate. apply known_ok in K. destruct K as [K _].
      destruct (logarithm_of D known m) as [rest|]; try discriminate.
      assert (HR : add (scale (inject_Z z * (1 # denominator D)) e) rest = R) by congruence.
      rewrite <- HR. autorewrite with meaning. rewrite exponential_plus, <- (IH _ eq_refl).
      cbn [Polynomials.meaning_monomial]. rewrite (value_power_exponential k _ z K), rational_times.
      f_equal. f_equal. unfold fraction, N. ring.
  Qed.

  (** *** Derivatives *)

  Lemma insert_permutation s l : Permutation (insert s l) (s :: l).
  Proof.
    induction l as [|t l IH]; simpl; auto.
    destruct (compare_pair s t); auto.
    apply perm_trans with (t :: s :: l); auto. apply perm_swap.
  Qed.

  Lemma sort_slots_permutation l : Permutation (sort_slots l) l.
  Proof.
    induction l as [|t l IH]; simpl; auto. apply perm_trans with (t :: sort_slots l); auto using insert_permutation.
  Qed.

  Lemma iterated_permutation (f : A) s t : Permutation s t ->
    fold_right (fun x g => derivative (fst x) (snd x) g) f s = fold_right (fun x g => derivative (fst x) (snd x) g) f t.
  Proof.
    induction 1; simpl; auto; try congruence. apply derivatives_commute.
  Qed.

  Lemma derivative_of_zero p i : derivative p i (zero : A) = zero.
  Proof. apply constant_zero. Qed.

  Lemma delta_sound p q i j : meaning (if (Nat.eqb p q && Nat.eqb i j)%bool then constant_polynomial 1 else [])
    = derivative p i (coordinate q j : A).
  Proof.
    rewrite derivative_coordinate. destruct (Nat.eqb p q && Nat.eqb i j)%bool; autorewrite with meaning; auto using rational_one.
  Qed.

  Lemma iterated_zero s p i (f : A) : derivative p i f = zero ->
    derivative p i (fold_right (fun x g => derivative (fst x) (snd x) g) f s) = zero.
  Proof.
    intro H. induction s as [|t s IH]; simpl; auto. rewrite derivatives_commute, IH. apply derivative_of_zero.
  Qed.

  Lemma derivative_of_sound p i a d : derivative_of D known p i a = Some d -> derivative p i (value a) = meaning d.
  Proof.
    destruct a as [q j|q r j|k|f v s|f v s|k]; cbn [derivative_of]; intro H.
    - inversion H. rewrite delta_sound. reflexivity.
    - inversion H. rewrite subtract_sound, !delta_sound. cbn [value].
      rewrite derivative_plus. f_equal.
      assert (K : derivative p i (coordinate r j + - coordinate r j : A) = zero).
      { replace (coordinate r j + - coordinate r j) with (zero : A) by ring. apply derivative_of_zero. }
      rewrite derivative_plus in K.
      transitivity (derivative p i (coordinate r j : A) + derivative p i (- coordinate r j) - derivative p i (coordinate r j : A)); [ring|].
      rewrite K. ring.
    - inversion H. apply constants_constant.
    - destruct (nth_error (arguments D) f) as [[points symmetric]|] eqn:K; try discriminate.
      destruct (functions_depend _ _ _ K) as [L _]. inversion H; clear H. cbn [value].
      destruct (existsb (Nat.eqb p) points) eqn:X.
      + rewrite of_atom_sound. cbn [value].
        rewrite (iterated_permutation _ _ _ (insert_permutation (p, i) s)). reflexivity.
      + simpl. apply iterated_zero. apply L. intro I.
        assert (existsb (Nat.eqb p) points = true) by (apply existsb_exists; exists p; split; auto; apply Nat.eqb_refl).
        congruence.
    - destruct (nth_error known f) as [[| | |l]|] eqn:K; try discriminate. apply known_ok in K.
      destruct K as (K1 & fs & K2 & K3 & K4). cbn [value]. rewrite K4. clear K4. revert fs d K2 K3 H.
      induction l as [|[[slot component] dd] l IH]; intros [|g fs] d K2 K3 H; simpl in K2; try discriminate.
      + simpl in H. inversion H. reflexivity.
      + cbn [fold_right combine] in *.
        match type of H with (match ?x with Some _ => _ | None => _ end) = _ => destruct x as [r|] eqn:F; try discriminate end.
        match type of H with (match ?x with Some _ => _ | None => _ end) = _ => destruct x as [P|] eqn:L; try discriminate end.
        assert (HI := IH fs r ltac:(lia) (fun n a f0 => K3 (S n) a f0) eq_refl).
        rewrite HI. clear IH HI F.
        assert (G := K3 0%nat _ _ eq_refl eq_refl p i P L). simpl fst. simpl snd. rewrite G.
        rewrite (K1 v ((slot, component) :: s) (insert (slot, component) s)) by (symmetry; apply insert_permutation).
        destruct P as [|t P].
        * inversion H. simpl. ring.
        * assert (Hd : add (multiply (of_atom (Composed f v (insert (slot, component) s))) (t :: P)) r = d) by (simpl fst in H; congruence).
          rewrite <- Hd, (add_sound A value), (multiply_sound A value unit_law), of_atom_sound. reflexivity.
    - destruct (nth_error known k) as [[m b dd|b dd|e dd|l]|] eqn:K; try discriminate;
        apply known_ok in K; destruct K as [_ K]; apply K, H.
  Qed.

  Lemma differentiated P p i R : differentiate (derivative_of D known p i) P = Some R -> derivative p i (meaning P) = meaning R.
  Proof.
    apply differentiate_sound; [apply unit_law | apply derivative_of_sound].
  Qed.

  (** *** Normal forms *)

  Lemma coordinate_of_sound p i : meaning (coordinate_of D p i) = coordinate p i.
  Proof.
    unfold coordinate_of. destruct (List.find _ _) as [[p' q]|] eqn:F; autorewrite with meaning; cbn [value]; ring.
  Qed.

  Lemma sorted_value_sound f v : nth_error (arguments D) f <> None -> functions E f (sorted_value D f v) = functions E f v.
  Proof.
    intro H. unfold sorted_value. destruct (nth_error (arguments D) f) as [[points symmetric]|] eqn:K; [|congruence].
    destruct symmetric; auto. destruct v as [|i [|j [|]]]; auto. destruct (Nat.ltb j i); auto.
    destruct (functions_depend _ _ _ K) as [_ L]. apply L; auto.
  Qed.

  Lemma sorted_composite_sound f v s : compositions E f (sorted_composite D f v) s = compositions E f v s.
  Proof.
    unfold sorted_composite. destruct v as [|i [|j [|]]]; auto.
    destruct (existsb (Nat.eqb f) (symmetric_rows D)) eqn:H; simpl; auto.
    destruct (Nat.ltb j i); auto using compositions_symmetric.
  Qed.

  Lemma sum_terms_sound body n : forall (term : nat -> A) start l,
    (forall i P, body i = Some P -> term i = meaning P) ->
    sum_terms body start n = Some l -> sum_from A start n term = meanings A value l.
  Proof.
    induction n; simpl; intros term start l H K.
    - inversion K. reflexivity.
    - destruct (body start) as [a|] eqn:B; try discriminate.
      destruct (sum_terms body (S start) n) as [rest|] eqn:R; try discriminate.
      rewrite (H _ _ B), (IHn _ _ _ H R). inversion K. destruct a; simpl; [ring | reflexivity].
  Qed.

  Lemma normalise_constant_sound e rho : forall P, normalise_constant e = Some P -> interpret E e rho = meaning P.
  Proof.
    induction e; cbn [normalise_constant interpret]; intros P H; try discriminate.
    - inversion H. rewrite constant_polynomial_sound. reflexivity.
    - inversion H. rewrite of_atom_sound. reflexivity.
    - destruct (normalise_constant e1) as [P1|]; try discriminate.
      destruct (normalise_constant e2) as [P2|]; try discriminate.
      assert (HP : add P1 P2 = P) by congruence.
      rewrite <- HP, add_sound, (IHe1 _ eq_refl), (IHe2 _ eq_refl). reflexivity.
    - destruct (normalise_constant e1) as [P1|]; try discriminate.
      destruct (normalise_constant e2) as [P2|]; try discriminate.
      assert (HP : multiply P1 P2 = P) by congruence.
      rewrite <- HP, (multiply_sound A value unit_law), (IHe1 _ eq_refl), (IHe2 _ eq_refl). reflexivity.
    - destruct (normalise_constant e) as [P1|]; try discriminate.
      assert (HP : raise P1 n = P) by congruence.
      rewrite <- HP, (raise_sound A value unit_law), (IHe _ eq_refl). reflexivity.
  Qed.

  Lemma constant_terms_sound C : forallb (fun t => constant_monomial (fst t)) C = true -> constant_terms C.
  Proof.
    induction C as [|[m q] C IH]; simpl; auto. intro H. apply andb_true_iff in H.
    split; [apply constant_monomial_sound|]; intuition.
  Qed.

  Lemma normalise_sound e : forall rho P, normalise D known rules e rho = Some P -> interpret E e rho = meaning P.
  Proof.
    induction e; cbn [normalise interpret]; intros rho P H.
    - inversion H. rewrite constant_polynomial_sound. reflexivity.
    - inversion H. rewrite condense_sound, of_atom_sound. reflexivity.
    - inversion H. rewrite condense_sound, coordinate_of_sound. reflexivity.
    - inversion H. unfold kronecker. destruct (Nat.eqb _ _); autorewrite with meaning; auto using rational_one.
    - inversion H. rewrite constant_polynomial_sound. reflexivity.
    - destruct (nth_error (arguments D) f) eqn:K; [|discriminate].
      inversion H. rewrite condense_sound, of_atom_sound. cbn [value fold_right].
      rewrite sorted_value_sound by congruence. reflexivity.
    - destruct (nth_error known f) as [[| | |l]|] eqn:K; try discriminate. apply known_ok in K. destruct K as [K _].
      inversion H. rewrite condense_sound, of_atom_sound. cbn [value]. rewrite sorted_composite_sound. apply K. symmetry; apply sort_slots_permutation.
    - destruct (normalise D known rules e1 rho) as [P1|] eqn:G1; try discriminate.
      destruct (normalise D known rules e2 rho) as [P2|] eqn:G2; try discriminate.
      assert (HP : add P1 P2 = P) by congruence. rewrite <- HP, add_sound, (IHe1 _ _ G1), (IHe2 _ _ G2). reflexivity.
    - destruct (normalise D known rules e1 rho) as [P1|] eqn:F1; try discriminate. rewrite (IHe1 _ _ F1).
      destruct P1 as [|t P1].
      + destruct (normalise D known rules e2 rho); try discriminate. inversion H. simpl. ring.
      + destruct (normalise D known rules e2 rho) as [P2|] eqn:F2; try discriminate. rewrite (IHe2 _ _ F2).
        assert (HP : condense rules (multiply (t :: P1) P2) = P) by congruence.
        rewrite <- HP, condense_sound, (multiply_sound A value unit_law). reflexivity.
    - destruct (normalise D known rules e rho) as [P1|] eqn:G1; try discriminate.
      assert (HP : condense rules (raise P1 n) = P) by congruence.
      rewrite <- HP, condense_sound, (raise_sound A value unit_law), (IHe _ _ G1). reflexivity.
    - destruct (normalise D known rules e rho) as [P1|] eqn:G1; try discriminate.
      rewrite (IHe _ _ G1). apply invert_sound, H.
    - destruct (normalise D known rules e1 rho) as [P1|] eqn:G1; try discriminate.
      destruct (normalise_constant e2) as [C|] eqn:F; try discriminate.
      rewrite (IHe1 _ _ G1), (normalise_constant_sound e2 rho _ F).
      destruct (forallb _ C) eqn:M; [|discriminate].
      apply power_sum_sound in H; [apply H|]. apply constant_terms_sound, M.
    - destruct (normalise D known rules e rho) as [P1|] eqn:G1; try discriminate.
      rewrite (IHe _ _ G1). apply (exponential_of_sound known 0 P1 P); auto.
    - destruct (normalise D known rules e rho) as [P1|] eqn:G1; try discriminate.
      rewrite (IHe _ _ G1). destruct (as_unit_monomial P1) as [m|] eqn:U; try discriminate.
      rewrite (as_unit_monomial_sound _ _ U), (logarithm_of_sound _ _ H). apply logarithm_exponential.
    - destruct (normalise D known rules e rho) as [P1|] eqn:G1; try discriminate.
      rewrite (IHe _ _ G1).
      destruct (differentiate _ P1) as [R|] eqn:F; try discriminate.
      assert (HP : condense rules R = P) by congruence. rewrite <- HP, condense_sound. apply differentiated, F.
    - destruct (sum_terms _ 0 n) as [l|] eqn:F; try discriminate.
      assert (HP : condense rules (total l) = P) by congruence.
      rewrite <- HP, condense_sound, total_sound. unfold sum_below.
      eapply sum_terms_sound; [|exact F]. intros i R. apply IHe.
  Qed.

  (** *** New rows *)

  Lemma components_sound (f : nat -> nat -> option polynomial) p n : forall i l,
    (fix components (i n : nat) : option (list polynomial) :=
        match n with
        | O => Some []
        | S n' => do x <- f p i; do rest <- components (S i) n'; Some (x :: rest)
        end) i n = Some l ->
    forall j x, nth_error l j = Some x -> f p (i + j)%nat = Some x.
  Proof.
    induction n; intros i l H j x K.
    - inversion H; subst. destruct j; discriminate.
    - destruct (f p i) as [y|] eqn:F; try discriminate.
      match type of H with (match ?t with Some _ => _ | None => _ end) = _ => destruct t as [rest|] eqn:R; try discriminate end.
      inversion H; subst. destruct j; simpl in K.
      + rewrite Nat.add_0_r. congruence.
      + replace (i + S j)%nat with (S i + j)%nat by lia. eapply IHn; eauto.
  Qed.

  Lemma all_directions_sound (f : nat -> nat -> option polynomial) sizes : forall p d,
    all_directions f p sizes = Some d ->
    forall q i x, lookup d q i = Some x -> f (p + q)%nat i = Some x.
  Proof.
    induction sizes as [|n sizes IH]; cbn [all_directions]; intros p d H q i x K.
    - inversion H; subst. destruct q; discriminate.
    - match type of H with (match ?t with Some _ => _ | None => _ end) = _ => destruct t as [first|] eqn:F; try discriminate end.
      destruct (all_directions f (S p) sizes) as [rest|] eqn:R; try discriminate.
      inversion H; subst. destruct q; unfold lookup in K; simpl in K.
      + rewrite Nat.add_0_r. apply (components_sound _ _ _ _ _ F _ _ K).
      + replace (p + S q)%nat with (S p + q)%nat by lia. apply (IH _ _ R q i x). exact K.
  Qed.

  Lemma all_derivatives_sound P factor d (f : A) : all_derivatives D known rules P factor = Some d ->
    (forall p i, derivative p i f = meaning factor * derivative p i (meaning P)) -> derivatives_sound f d.
  Proof.
    intros H K p i R L. apply (all_directions_sound _ _ _ _ H) in L. simpl in L.
    destruct (differentiate (derivative_of D known p i) P) as [e|] eqn:F; try discriminate.
    assert (HR : condense rules (multiply factor e) = R) by congruence.
    rewrite <- HR, condense_sound, (multiply_sound A value unit_law), K, (differentiated _ _ _ _ F). reflexivity.
  Qed.

  Lemma find_head_sound P k all a e q : find_head P k all = Some (a, e, q) -> Qeq_bool q 0 = false.
  Proof.
    induction P as [|[m r] P IH]; cbn [find_head]; try discriminate.
    destruct m as [|[b f] [|]]; auto.
    destruct (_ && _)%bool eqn:F; auto. intro H; inversion H; subst.
    apply andb_true_iff in F. destruct F as [_ F]. destruct (Qeq_bool q 0); auto; discriminate.
  Qed.

  Lemma solve_sound P : meaning P = zero -> rules_sound (solve P).
  Proof.
    intros Z a k R H. unfold solve in H.
    assert (G : forall b e q, Qeq_bool q 0 = false ->
      In (a, Z.pos k, R) [(b, e, scale (- / q) (subtract P [([(b, e)], q)]))] -> value_power a (Z.pos k) = meaning R).
    { intros b e q Q [I|[]]. inversion I; subst. clear I H.
      rewrite scale_sound, subtract_sound, Z. cbn [Polynomials.meaning Polynomials.meaning_monomial].
      transitivity ((- rational (- / q) * rational q) * value_power a (Z.pos k)); [|ring].
      assert (O : - rational (- / q) * rational q = one :> A).
      { transitivity (rational (/ q) * rational q : A).
        - f_equal. assert (S : rational (- / q) + rational (/ q) = zero :> A).
          { rewrite <- rational_plus, <- rational_zero. apply rational_equal. ring. }
          transitivity (rational (- / q) + rational (/ q) - rational (- / q) : A); [rewrite S|]; ring.
        - rewrite <- rational_times, <- rational_one. apply rational_equal. field. apply Qeq_bool_neq, Q. }
      rewrite O. ring. }
    destruct (find_head P 1 P) as [[[b e] q]|] eqn:F1.
    - apply (G b e q); auto. eapply find_head_sound; eauto.
    - destruct (find_head P 2 P) as [[[b e] q]|] eqn:F2; [|contradiction].
      apply (G b e q); auto. eapply find_head_sound; eauto.
  Qed.

  Lemma derivative_of_root k (B c : A) j p i : positive B -> constant c ->
    value (Generator k) = power B (fraction * c) -> value (Generator j) = power B (fraction * one) ->
    derivative p i (value (Generator k))
    = fraction * c * value (Generator k) * value_power (Generator j) (- Z.pos (denominator D)) * derivative p i B.
  Proof.
    intros H C V W. assert (C' : constant (fraction * c)) by (apply constant_times; auto using constant_fraction).
    rewrite V at 1. rewrite derivative_power by auto. f_equal.
    rewrite power_plus by (auto; apply constant_minus, constant_one). rewrite <- V.
    rewrite (value_power_root j B _ _ H (constant_times _ _ constant_fraction constant_one) W).
    replace (rational (inject_Z (- Z.pos (denominator D))) * (fraction * one)) with (- one : A). ring.
    rewrite (rational_opposite A). transitivity (- (fraction * rational (inject_Z (Z.pos N))) : A); [rewrite fraction_law; ring | unfold N; ring].
  Qed.

  Lemma extend_sound r x new : nth_error rows (length known) = Some r -> extend D known rules r = Some (x, new) ->
    sound_information (length known) x /\ rules_sound new.
  Proof.
    intros HR H. assert (V := generator_value _ _ HR). assert (Pr := row_premise _ _ HR).
    set (k := length known) in *. destruct r as [b m|b|e|l]; cbn [extend] in H; cbn [row_value premise] in V, Pr; fold k in H.
    - destruct (normalise D known rules b []) as [P|] eqn:F; try discriminate. apply normalise_sound in F.
      destruct (normalise_constant m) as [M|] eqn:G; try discriminate. apply (normalise_constant_sound m []) in G.
      destruct (as_unit_monomial M) as [c|] eqn:U; try discriminate. apply as_unit_monomial_sound in U.
      destruct (constant_monomial c) eqn:C; try discriminate. apply constant_monomial_sound in C.
      rewrite G, U, F in V. rewrite F in Pr. change (rational (1 # denominator D)) with fraction in V.
      destruct c as [|t c].
      + destruct (all_derivatives _ _ _ _ _) as [d|] eqn:Ad; try discriminate.
        assert (HX : IRoot [] P d = x) by congruence. assert (HN : solve (subtract P (generator_power k (Z.pos (denominator D)))) = new) by congruence.
        rewrite <- HX, <- HN. clear H HX HN. split.
        * split; [exists (meaning P); auto|].
          apply (all_derivatives_sound _ _ _ _ Ad). intros p i.
          simpl in V. rewrite (derivative_of_root k (meaning P) one k p i Pr constant_one V V).
          cbn [Polynomials.meaning]. rewrite power_of_sound.
          replace (1 - Z.pos (denominator D))%Z with (1 + - Z.pos (denominator D))%Z by lia.
          rewrite (value_power_plus_generator A value unit_law). change (value_power (Generator k) 1) with (value (Generator k) * one).
          change (rational (1 # denominator D)) with fraction. ring.
        * apply solve_sound. rewrite subtract_sound, generator_power_sound.
          simpl in V. rewrite (value_power_root k (meaning P) _ _ Pr (constant_times _ _ constant_fraction constant_one) V).
          replace (rational (inject_Z (Z.pos (denominator D))) * (fraction * one)) with (one : A).
          rewrite power_one by auto. ring.
          transitivity (fraction * rational (inject_Z (Z.pos N)) : A); [rewrite fraction_law; ring | unfold N; ring].
      + destruct (find_root known rules [] P) as [j|] eqn:J; try discriminate. apply find_root_sound in J.
        destruct (all_derivatives _ _ _ _ _) as [d|] eqn:Ad; try discriminate.
        assert (HX : IRoot (t :: c) P d = x) by congruence. assert (HN : [] = new) by congruence.
        rewrite <- HX, <- HN. clear H HX HN. split; [|intros ? ? ? []].
        split; [exists (meaning P); auto|].
        apply (all_derivatives_sound _ _ _ _ Ad). intros p i.
        destruct J as (J1 & J2 & J3).
        rewrite (derivative_of_root k (meaning P) _ j p i Pr C V J3).
        cbn [Polynomials.meaning]. rewrite !(multiply_monomials_sound A value unit_law), !power_of_sound.
        change (value_power (Generator k) 1) with (value (Generator k) * one).
        change (rational (1 # denominator D)) with fraction. ring.
    - destruct (normalise D known rules b []) as [P|] eqn:F; try discriminate. apply normalise_sound in F.
      rewrite F in V. destruct (all_derivatives _ _ _ _ _) as [d|] eqn:Ad; try discriminate.
      assert (HX : IUnit P d = x) by congruence.
      assert (HN : solve (subtract P (generator_power k 1)) = new) by congruence.
      rewrite <- HX, <- HN. clear H HX HN. split.
      + split; auto. apply (all_derivatives_sound _ _ _ _ Ad). intros p i.
        rewrite V. autorewrite with meaning. rewrite rational_one. ring.
      + apply solve_sound. rewrite subtract_sound, generator_power_sound, <- V. simpl. ring.
    - destruct (normalise D known rules e []) as [P|] eqn:F; try discriminate. apply normalise_sound in F.
      rewrite F in V. change (rational (1 # denominator D)) with fraction in V.
      destruct (all_derivatives _ _ _ _ _) as [d|] eqn:Ad; try discriminate.
      assert (HX : IExp P d = x) by congruence. assert (HN : [] = new) by congruence.
      rewrite <- HX, <- HN. clear H HX HN. split; [|intros ? ? ? []].
      split; auto. apply (all_derivatives_sound _ _ _ _ Ad). intros p i.
      cbn [Polynomials.meaning]. rewrite power_of_sound.
      change (value_power (Generator k) 1) with (value (Generator k) * one).
      rewrite V at 1. rewrite derivative_exponential, derivative_times, <- V, constant_fraction.
      change (rational (1 # denominator D)) with fraction. ring.
    - match type of H with (match ?t with Some _ => _ | None => _ end) = _ => destruct t as [l'|] eqn:F; try discriminate end.
      assert (HX : ICompose l' = x) by congruence. assert (HN : [] = new) by congruence.
      rewrite <- HX, <- HN. clear H HX HN. split; [|intros ? ? ? []].
      destruct Pr as [P1 P2]. split; auto. exists (map (fun a => interpret E (snd a) []) l).
      assert (HF : length (map (fun a => interpret E (snd a) []) l) = length l' /\
        (forall n a f, nth_error l' n = Some a -> nth_error (map (fun a => interpret E (snd a) []) l) n = Some f -> derivatives_sound f (snd a)) /\
        map fst l = map fst l').
      { clear P1 P2 V HR. revert l' F. induction l as [|a l IH]; cbn [fold_right]; intros l' F.
        - inversion F. repeat split; auto. intros [|n] ? ? ? ?; discriminate.
        - match type of F with (match ?t with Some _ => _ | None => _ end) = _ => destruct t as [r|] eqn:Fr; try discriminate end.
          destruct (normalise D known rules (snd a) []) as [P|] eqn:Fp; try discriminate. apply normalise_sound in Fp.
          destruct (all_derivatives _ _ _ _ _) as [d|] eqn:Ad; try discriminate.
          assert (HX : (fst a, d) :: r = l') by congruence. subst l'.
          destruct (IH r eq_refl) as (I1 & I2 & I3). simpl. split; [congruence|]. split; [|congruence].
          intros [|n] x0 f G1 G2; simpl in G1, G2.
          + inversion G1; inversion G2; subst. apply (all_derivatives_sound _ _ _ _ Ad). intros p i.
            simpl snd. rewrite Fp. autorewrite with meaning. rewrite rational_one. ring.
          + apply (I2 n x0 f G1 G2). }
      destruct HF as (H1 & H2 & H3). split; [auto|]. split; [auto|].
      intros v s p i. rewrite P2. clear - H3 H1. revert l' H3 H1.
      induction l as [|a l IH]; intros [|a' l'] H3 H1; try discriminate; auto.
      simpl in *. inversion H3. rewrite (IH l') by (auto; lia). destruct a as [a1 a2], a' as [a1' a2']. simpl in *. subst. reflexivity.
  Qed.
  End With.

  Lemma rules_sound_app l m : rules_sound l -> rules_sound m -> rules_sound (l ++ m).
  Proof. intros H K a k P I. apply in_app_or in I. destruct I; [apply H | apply K]; auto. Qed.

  Lemma process_sound : forall rest before known rules, rows = before ++ rest -> length before = length known ->
    known_sound known -> rules_sound rules -> forall all rules', process D known rules rest = Some (all, rules') ->
    known_sound all /\ rules_sound rules'.
  Proof.
    induction rest as [|r rest IH]; cbn [process]; intros before known rules Hs Hl K R all rules' H.
    - inversion H; subst; auto.
    - destruct (extend D known rules r) as [[x new]|] eqn:X; try discriminate.
      assert (HR : nth_error rows (length known) = Some r).
      { rewrite Hs, nth_error_app2 by lia. rewrite Hl, Nat.sub_diag. reflexivity. }
      destruct (extend_sound known rules K R r x new HR X) as [S1 S2].
      apply (IH (before ++ [r]) (known ++ [x]) (rules ++ new)); auto.
      + rewrite Hs, <- app_assoc. reflexivity.
      + rewrite !app_length, Hl. reflexivity.
      + intros n y I. destruct (Nat.lt_trichotomy n (length known)) as [L|[L|L]].
        * rewrite nth_error_app1 in I by auto. apply K, I.
        * subst. rewrite nth_error_app2, Nat.sub_diag in I by lia. inversion I; subst. exact S1.
        * rewrite nth_error_app2 in I by lia. destruct (n - length known)%nat as [|m] eqn:Q; [lia|].
          simpl in I. destruct m; discriminate.
      + apply rules_sound_app; auto.
  Qed.

  (** ** Equations that hold *)

  Definition holds (equation : list nat * expression * expression) : Prop :=
    let '(sizes, l, r) := equation in forall rho, Forall2 lt rho sizes -> interpret E l rho = interpret E r rho.

  Fixpoint all_hold (l : list (list nat * expression * expression)) : Prop :=
    match l with [] => True | e :: l' => holds e /\ all_hold l' end.

  Lemma tuples_sound sizes : forall rho, In rho (tuples sizes) <-> Forall2 lt rho sizes.
  Proof.
    induction sizes as [|n sizes IH]; intro rho; cbn [tuples].
    - split; intro H. destruct H as [H|[]]; subst; auto. inversion H; left; auto.
    - rewrite in_flat_map. split.
      + intros (i & H1 & H2). apply in_seq in H1. apply in_map_iff in H2. destruct H2 as (rho' & H2 & H3). subst.
        constructor; [lia|]. apply IH, H3.
      + intro H. inversion H as [|i n' rho' sizes' H1 H2]; subst. exists i. split; [apply in_seq; lia|].
        apply in_map, IH, H2.
  Qed.

  Lemma equation_rules_sound known rules e : known_sound known -> rules_sound rules -> holds e -> rules_sound (equation_rules D known rules e).
  Proof.
    intros K R H. destruct e as [[sizes l] r]. unfold equation_rules. simpl in H.
    intros a k P I. apply in_flat_map in I. destruct I as (rho & I1 & I2). apply tuples_sound in I1. specialize (H _ I1).
    destruct (normalise D known rules l rho) as [L|] eqn:FL; [|contradiction].
    destruct (normalise D known rules r rho) as [Rr|] eqn:FR; [|contradiction].
    apply (normalise_sound known rules K R) in FL, FR.
    revert I2. apply solve_sound. rewrite subtract_sound, <- FL, <- FR, H. ring.
  Qed.

  Lemma add_equations_sound known l : forall rules, known_sound known -> rules_sound rules -> all_hold l -> rules_sound (add_equations D known rules l).
  Proof.
    induction l as [|e l IH]; intros rules K R H; cbn [add_equations].
    - intros ? ? ? [].
    - destruct H as [H1 H2]. assert (Q := equation_rules_sound known rules e K R H1).
      apply rules_sound_app; auto. apply IH; auto. apply rules_sound_app; auto.
  Qed.

  (** ** Zero *)

  Lemma unit_cancel k z (f : A) : value_power (Generator k) z * f = zero -> f = zero.
  Proof.
    intro H. transitivity (value_power (Generator k) (- z) * (value_power (Generator k) z * f)).
    - transitivity (value_power (Generator k) (- z + z) * f).
      + replace (- z + z)%Z with 0%Z by lia. simpl. ring.
      + rewrite (value_power_plus_generator A value unit_law). ring.
    - rewrite H. ring.
  Qed.

  Lemma clear_generator_sound k n b P : value_power (Generator k) (Z.pos n) = meaning b ->
    meaning (clear_generator k n b P) = zero -> meaning P = zero.
  Proof.
    intros V H. unfold clear_generator in H. rewrite (reduce_sound [(Generator k, Z.pos n, b)]) in H.
    - autorewrite with meaning in H. rewrite rational_one in H.
      apply (unit_cancel k (Z.pos n * ((- lowest k P + Z.pos n - 1) / Z.pos n))). rewrite <- H. ring.
    - intros a j R [I|[]]. inversion I; subst. exact V.
  Qed.

  Lemma clear_sound known : known_sound known -> forall rest k P,
    (forall n x, nth_error rest n = Some x -> nth_error known (k + n) = Some x) ->
    meaning (clear D rest k P) = zero -> meaning P = zero.
  Proof.
    intro K. induction rest as [|x rest IH]; cbn [clear]; intros k P H Z; auto.
    assert (Hx : nth_error known k = Some x) by (specialize (H 0%nat x eq_refl); rewrite Nat.add_0_r in H; exact H).
    apply K in Hx. apply (IH (S k)).
    - intros n y I. replace (S k + n)%nat with (k + S n)%nat by lia. apply H, I.
    - destruct x as [[|t m] b d|b d|e d|l]; auto.
      + destruct Hx as [(B & H1 & H2 & H3 & H4) _]. subst B.
        apply (clear_generator_sound k (denominator D) b); auto.
        rewrite (value_power_root k (meaning b) _ _ H1 (constant_times _ _ constant_fraction H3) H4).
        simpl. replace (rational (inject_Z (Z.pos (denominator D))) * (fraction * one)) with (one : A). apply power_one, H1.
        transitivity (fraction * rational (inject_Z (Z.pos N)) : A); [rewrite fraction_law; ring | unfold N; ring].
      + destruct Hx as [Hx _]. apply (clear_generator_sound k 1 b); auto. simpl in *. rewrite <- Hx. ring.
  Qed.

  Lemma vanishes_sound known rules hypotheses P : known_sound known -> rules_sound rules -> rules_sound hypotheses ->
    vanishes D known rules hypotheses P = true -> meaning P = zero.
  Proof.
    intros K R H. unfold vanishes. rewrite <- (condense_sound rules R P).
    destruct (condense rules P) as [|t P'] eqn:F; auto. rewrite <- F in *. clear F.
    intro V. apply (clear_sound known K known 0); auto.
    rewrite <- (reduce_sound hypotheses H 40).
    destruct (reduce 40 hypotheses (clear D known 0 _)); [reflexivity | discriminate].
  Qed.

  Theorem check_sound equations l r sizes : all_hold equations -> check D rows equations l r sizes = true ->
    forall rho, Forall2 lt rho sizes -> interpret E l rho = interpret E r rho.
  Proof.
    intros H C rho I. unfold check in C. destruct (process D [] [] rows) as [[known rules]|] eqn:P; try discriminate.
    assert (S : known_sound known /\ rules_sound rules).
    { apply (process_sound rows [] [] []) in P; auto.
      - intros [|n] x Hn; discriminate.
      - intros ? ? ? []. }
    destruct S as [S1 S2].
    assert (S3 := add_equations_sound known equations rules S1 S2 H).
    set (hypotheses := add_equations D known rules equations) in *.
    assert (S4 := rules_sound_app _ _ S2 S3).
    rewrite forallb_forall in C. apply tuples_sound in I. specialize (C _ I).
    destruct (normalise D known (rules ++ hypotheses) l rho) as [L|] eqn:FL; try discriminate.
    destruct (normalise D known (rules ++ hypotheses) r rho) as [R|] eqn:FR; try discriminate.
    apply (normalise_sound known _ S1 S4) in FL, FR.
    apply vanishes_sound in C; auto. rewrite subtract_sound, <- FL, <- FR in C.
    transitivity (interpret E l rho - interpret E r rho + interpret E r rho); [ring|]. rewrite C. ring.
  Qed.
End Soundness.

(** ** What an exported theorem uses *)

Section Lists.
  Variable A : calculus.

  Definition listed (constants : list A) (functions : list (list nat -> A))
      (compositions : list (list nat -> list (nat * nat) -> A)) : environment A := {|
    Identities.constants k := nth k constants zero;
    Identities.functions f := nth f functions (fun _ => zero);
    Identities.compositions f := nth f compositions (fun _ _ => zero)
  |}.

  Fixpoint all_constant (l : list A) : Prop :=
    match l with [] => True | c :: l' => constant c /\ all_constant l' end.

  Fixpoint all_depend (l : list (list nat -> A)) (arguments : list (list nat * bool)) : Prop :=
    match l, arguments with
    | [], [] => True
    | f :: l', (points, symmetric) :: arguments' =>
      (forall v, depends_on points (f v)) /\ (symmetric = true -> forall i j, f [i; j] = f [j; i]) /\ all_depend l' arguments'
    | _, _ => False
    end.

  Fixpoint all_symmetric (E : environment A) (l : list nat) : Prop :=
    match l with
    | [] => True
    | f :: l' => (forall i j s, compositions E f [i; j] s = compositions E f [j; i] s) /\ all_symmetric E l'
    end.

  Lemma all_symmetric_sound E l : all_symmetric E l -> forall f, existsb (Nat.eqb f) l = true ->
    forall i j s, compositions E f [i; j] s = compositions E f [j; i] s.
  Proof.
    induction l as [|g l IH]; simpl; intros H f X; try discriminate. destruct H as [H1 H2].
    destruct (Nat.eqb f g) eqn:Q; [apply Nat.eqb_eq in Q; subst; exact H1 | apply (IH H2 f X)].
  Qed.

  Lemma all_constant_sound l : all_constant l -> forall k, constant (nth k l zero).
  Proof.
    induction l as [|c l IH]; intros H [|k]; simpl in *.
    - apply constant_zero.
    - apply constant_zero.
    - apply H.
    - apply IH, H.
  Qed.

  Lemma all_depend_sound l : forall arguments, all_depend l arguments -> forall f points symmetric,
    nth_error arguments f = Some (points, symmetric) ->
    (forall v, depends_on points (nth f l (fun _ => zero) v)) /\
    (symmetric = true -> forall i j, nth f l (fun _ => zero) [i; j] = nth f l (fun _ => zero) [j; i]).
  Proof.
    induction l as [|g l IH]; intros [|[ps sy] arguments] H [|f] points symmetric K; simpl in *; try discriminate; try contradiction.
    - inversion K; subst. destruct H as (H1 & H2 & _). auto.
    - apply (IH arguments); intuition.
  Qed.

  Theorem certified constants functions compositions (D : declarations) (rows : list row)
      (equations : list (list nat * expression * expression)) (l r : expression) (sizes : list nat) :
    let E := listed constants functions compositions in
    check D rows equations l r sizes = true ->
    all_constant constants ->
    all_depend functions (arguments D) ->
    all_symmetric E (symmetric_rows D) ->
    premises A E 0 rows ->
    all_hold A E equations ->
    forall rho, Forall2 lt rho sizes -> interpret E l rho = interpret E r rho.
  Proof.
    intros E C H1 H2 HS H3 H4. eapply check_sound; eauto.
    - apply all_constant_sound, H1.
    - apply all_depend_sound, H2.
    - apply all_symmetric_sound, HS.
  Qed.

  Lemma holds_0 E l r : interpret E l [] = interpret E r [] -> holds A E ([], l, r).
  Proof. intros H rho I. inversion I. exact H. Qed.

  Lemma holds_1 E n l r : (forall i, i < n -> interpret E l [i] = interpret E r [i])%nat -> holds A E ([n], l, r).
  Proof. intros H rho I. inversion I as [|i n' rho' s' H1 H2]; subst. inversion H2; subst. apply H, H1. Qed.

  Lemma holds_2 E n m l r : (forall i j, i < n -> j < m -> interpret E l [i; j] = interpret E r [i; j])%nat -> holds A E ([n; m], l, r).
  Proof.
    intros H rho I. inversion I as [|i n' rho' s' H1 H2]; subst. inversion H2 as [|j m' rho'' s'' H3 H4]; subst.
    inversion H4; subst. apply H; auto.
  Qed.

  Lemma not_symmetric (P : Prop) : false = true -> P.
  Proof. discriminate. Qed.
End Lists.
Arguments listed {A}. Arguments certified {A}. Arguments not_symmetric {P}.
