"""Any model of X given Y bounds the information from below: the bound behind contrastive losses."""

from __future__ import annotations

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import COLLECT
from symbinfo.derivation.rules.inequalities import TANGENT_OF_LOG
from symbinfo.derivation.rules.joint_laws import CONDITIONAL_AS_QUOTIENT, MARGINALISE, conditional
from symbinfo.derivation.rules.named_logs import INVERT_LOG, SPLIT_NAMED_LOGS
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.totals import AS_TOTAL, LINEARITY_OF_TOTAL, TOTAL_IS_ONE, total, value
from symbinfo.expressions.domain import Domain
from symbinfo.laws.abstract import abstract_joint
from symbinfo.measures import ConditionalEntropy
