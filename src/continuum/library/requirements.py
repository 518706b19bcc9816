"""
What the five articles ask for, row by row.

What lives here: the rows that the rules cite (`F1-10` and the like), each in our own words, and where a row that is no rule,
fact, level, claim or standard has its home: a law, a part of a decision, or nowhere, with the reason. Data only.
docs/requirements.md is made from it and from everything that cites a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen


@frozen
class Row:
    """
    One statement of an article.

    Args:
        id: The article and the number of the statement, as rules cite it.
        statement: What it says, in our words.
        kept_by: What keeps it beside the objects that cite it: a law (`law 1`) or a name in the package (`rules.StepDown`).
        out_of_scope: Why it is not embodied; empty where it is.
    """

    id: str
    statement: str
    kept_by: tuple[str, ...] = field(default=(), kw_only=True)
    out_of_scope: str = field(default="", kw_only=True)


_ROWS: Final = (
    # F0: the benefits of a step-down approach.
    Row(
        "F0-1",
        "Support is adjusted gradually to the person's needs, because recovery is gradual as well.",
        kept_by=("law 1", "rules.StepDown"),
    ),
    Row(
        "F0-2",
        "Levels form an order, and care becomes less intensive along it as the person takes up daily life again.",
        kept_by=("levels.Continuum", "library.stepdown.LADDER"),
    ),
    Row(
        "F0-3",
        "Nobody goes from residential care straight to full independence; lower levels of care lie between.",
        kept_by=("law 1",),
    ),
    Row("F0-4", "The step-down model is claimed to improve long-term results and to prevent returns to use."),
    Row("F0-5", "A person goes to a lower level only when judged prepared and when things have improved."),
    Row(
        "F0-6",
        (
            "The order is managed withdrawal care, residential care day and night, then IOP with 2 to 3 sessions a week while "
            "work and family resume."
        ),
        kept_by=("library.stepdown.LADDER",),
    ),
    Row(
        "F0-7",
        "Levels differ in how closely professionals supervise and in how much independence the person has.",
        kept_by=("levels.Level.supervision", "levels.Level.exposure"),
    ),
    Row(
        "F0-8",
        "A sudden change of level is claimed to invite a return to use, for want of support and preparation.",
        kept_by=("law 1",),
    ),
    Row(
        "F0-9",
        (
            "Smooth transitions with professional supervision throughout are claimed, by a provider, to make returns to use less "
            "likely."
        ),
    ),
    Row("F0-10", "Longer and closer aftercare is claimed to have the more reliable benefit."),
    Row(
        "F0-11",
        "Readers are sent to the page of a program for its levels, the needs it serves and its options.",
        out_of_scope="Advertising for a program.",
    ),
    Row(
        "F0-12",
        "Going through several stages of care is claimed to lead to recovery more often than a single intervention.",
        kept_by=("library.stepdown.LADDER",),
    ),
    Row("F0-13", "Residential programs are claimed to be completed by 65 % of people, outpatient-only programs by 52 %."),
    Row("F0-14", "Programs of more than 30 days are claimed to have 84.2 % success at 12 months, programs of 30 days 54.7 %."),
    Row("F0-15", "The benefits of the stages are claimed to add up along the continuum."),
    Row("F0-16", "Some people need more time in residential care.", kept_by=("whereabouts.Direction.STAY",)),
    Row("F0-17", "Some people cannot move on to PHP quickly, and are not pushed.", kept_by=("whereabouts.Direction.STAY",)),
    Row(
        "F0-18",
        "Some people do well in IOP, others stay in PHP for long: to stay is a full outcome.",
        kept_by=("whereabouts.Direction.STAY", "levels.Continuum"),
    ),
    Row(
        "F0-19",
        "The way depends on the substance, other mental disorders, past trauma and what else is particular to the person.",
    ),
    Row(
        "F0-20",
        "With opioids the way may be another one than with alcohol.",
        kept_by=("rule_set.RuleSet", "disposition.ReasonCode.MEDICATION_ROUTE"),
    ),
    Row("F0-21", "Progress decides when care changes, not the schedule.", kept_by=("law 8",)),
    Row("F0-22", "Residential care is a controlled place in which foundations are laid."),
    Row("F0-23", "In PHP work and family join in while clinical support stays intensive."),
    Row("F0-24", "In IOP a person lives fully in the community, with therapy as the scaffold."),
    Row(
        "F0-25",
        "The cliff is avoided: intensive care, and then the former surroundings without any service.",
        kept_by=("decision.Decision.obstacles", "decision.Decision.ready_for"),
    ),
    Row("F0-26", "Exposure to triggers rises step by step, with professionals at hand.", kept_by=("levels.Level.exposure",)),
    Row("F0-27", "Care that continues by a formal plan helps to avoid lapses."),
    Row("F0-28", "Where paths are unclear, people leave withdrawal or residential care with no next place or program arranged."),
    Row("F0-29", "Therapeutic relationships and accountability are kept up over the transition."),
    Row(
        "F0-30",
        "People who struggle in outpatient care may have more of it for a while, which is no failure, and step down once stable.",
        kept_by=("explanation.MEANING", "episode.Episode"),
    ),
    Row(
        "F0-31", "Stepping down by degrees is claimed to be best practice, to avoid harmful breaks in care and to build autonomy."
    ),
    # F1: step-down and step-up treatment.
    Row(
        "F1-1",
        "Disorders and recoveries differ, so no one approach suits everybody.",
        kept_by=("rule_set.RuleSet", "levels.Continuum"),
    ),
    Row(
        "F1-2",
        "Different levels and formats fit at different times, so the right level has to be found again and again.",
        kept_by=("engine.Engine.decide", "episode.Episode"),
    ),
    Row(
        "F1-3",
        "Stepping down means less intensive care over time, usually after good progress and where less care is enough to go on.",
        kept_by=("rules.StepDown",),
    ),
    Row(
        "F1-4",
        "Stepping up means more intensive care, usually after a setback or where the present program brings no response.",
        kept_by=("rules.StepUp",),
    ),
    Row("F1-5", "A step leads from one level to another, distinct one.", kept_by=("whereabouts.direction",)),
    Row(
        "F1-6",
        "Care is described by four general levels, each with sublevels and special forms.",
        kept_by=("library.four_levels.LADDER", "correspondence.Correspondence"),
    ),
    Row(
        "F1-7",
        (
            "Level 1 is local and part-time outpatient care over a long time, for mild disorders or after higher care: "
            "monitoring, therapy, or medically managed."
        ),
    ),
    Row(
        "F1-8",
        (
            "Level 2 takes many hours a week for weeks or months and suits moderate disorders: IOP, day treatment or PHP, or "
            "medically managed."
        ),
    ),
    Row(
        "F1-9",
        (
            "Level 3 is residential care day and night, for 15 to 60 days or at times longer, for moderate to severe disorders; "
            "withdrawal care is often part of it."
        ),
    ),
    Row(
        "F1-10",
        (
            "Level 4 is hospital care in critical states, such as a recent overdose, high-risk withdrawal or complications, "
            "until the person is stable and moves on."
        ),
    ),
    Row(
        "F1-11",
        "A recovery residence is shared housing while independence grows, beside case management, peers and outpatient care.",
    ),
    Row(
        "F1-12",
        "Entry and re-entry are open at every level, as present need asks.",
        kept_by=("levels.NOT_IN_CARE", "placement.admit"),
    ),
    Row("F1-13", "Moves between levels are to be expected and are planned for."),
    Row(
        "F1-14",
        "Inpatient care in a critical state may lead to residential care once stable, then outpatient care by the personal plan.",
        kept_by=("law 1",),
    ),
    Row(
        "F1-15",
        "Where outpatient care is not enough after residential care, IOP may follow, or residential care again and for longer.",
    ),
    Row("F1-16", "Less care is a goal of treatment, and stepping down a sign of progress.", kept_by=("explanation.MEANING",)),
    Row("F1-17", "A person who has completed a program and does well steps down as the plan says."),
    Row(
        "F1-18",
        "Care may be stepped down for the person's preference or for other reasons, too.",
        kept_by=("disposition.ReasonCode.PERSON_PREFERENCE", "disposition.ReasonCode.OTHER", "law 8"),
    ),
    Row("F1-19", "IOP meets 3 to 5 days a week; outpatient care about weekly, partly remote, with peer meetings beside it."),
    Row(
        "F1-20",
        "Less care may be all that is possible where childcare or transport limits taking part.",
        kept_by=("disposition.ReasonCode.CHILDCARE", "disposition.ReasonCode.TRANSPORT"),
    ),
    Row(
        "F1-21",
        "Stepping down too fast puts progress at risk and may end in a return to use.",
        kept_by=("decision.Decision.obstacles",),
    ),
    Row(
        "F1-22", "A step up is neither failure nor punishment: it matches care to present need.", kept_by=("explanation.MEANING",)
    ),
    Row("F1-23", "A return to use is the most frequent reason to step up."),
    Row("F1-24", "At some point of their recovery 40 to 60 % of people are claimed to return to use."),
    Row("F1-25", "Lack of progress alone may be a reason to step up, without any return to use."),
    Row("F1-26", "New major stress or trauma is a reason to step up where the risk of a return to use rises greatly."),
    Row("F1-27", "Withdrawal that is stronger or longer than expected, post-acute withdrawal included, is a reason to step up."),
    Row("F1-28", "Where recovery cannot be worked on at home, outpatient care may give way to residential care."),
    Row("F1-29", "Severe complications of withdrawal may lead from residential to inpatient care."),
    Row(
        "F1-30",
        (
            "A provider should offer a wide range, such as assessment, withdrawal care, plans, therapy, family education, "
            "medication, dual diagnosis, peers, aftercare."
        ),
    ),
    Row("F1-31", "A person may never have been treated before, or with limited success."),
    Row(
        "F1-32",
        "The article is no medical advice, and it names the CDC and SAMHSA as its sources.",
        kept_by=("explanation.DISCLAIMER", "library.works.WORKS"),
    ),
    Row(
        "F1-33",
        "Telephone, amenities, sites, chat and a promise of confidentiality are offered.",
        out_of_scope="Advertising and contact.",
    ),
    # F2: intensive outpatient care after residential care.
    Row(
        "F2-1",
        (
            "In the first year after discharge 40 to 60 % of people are claimed to return to use, the riskiest time being the "
            "initial 30 to 90 days."
        ),
    ),
    Row(
        "F2-2",
        (
            "IOP is structured and supervised: 3 to 5 days a week of about 3 hours, with groups, individual sessions and skills, "
            "and each evening at home."
        ),
    ),
    Row(
        "F2-3",
        (
            "IOP is no lesser treatment: skills are put to use there while support goes on, and to think less of it is claimed "
            "to lead to early returns to use."
        ),
        kept_by=("levels.Level.purpose",),
    ),
    Row(
        "F2-4",
        "To know this is said to change how outpatient care is planned.",
        out_of_scope="Narrative: there is nothing in it to decide by.",
    ),
    Row(
        "F2-5",
        "Of 1,326 adults followed for 12 months, about 59 % of the returns to use are claimed to fall into the first 90 days.",
    ),
    Row(
        "F2-6",
        "At discharge triggers, surroundings and relationships come back together, and the skills to cope are still untested.",
    ),
    Row("F2-7", "Without a bridge, check-ins, peers and therapist are gone from the day of discharge."),
    Row(
        "F2-8",
        "The gap is not closed by residential care without end: what keeps a person there is named, with what ends it.",
        kept_by=("rules.Hold.until", "levels.Level.review_days", "review.review_due"),
    ),
    Row("F2-9", "After discharge a framework for preventing a return to use is a must."),
    Row(
        "F2-10",
        (
            "Of 892 adults, those with the full continuum, IOP included, are claimed to be abstinent at 12 months about twice as "
            "often, thanks to continuity."
        ),
    ),
    Row(
        "F2-11",
        "From withdrawal care to residential care, PHP, IOP and outpatient care, each level has its own function.",
        kept_by=("library.stepdown.LADDER",),
    ),
    Row(
        "F2-12",
        "Each level does what the next one cannot, so whoever passes a level has to say who covers its function.",
        kept_by=("levels.Level.purpose", "disposition.Disposition.uncovered"),
    ),
    Row(
        "F2-13",
        "Passing over IOP opens a gap between intensive and sparse care, in which returns to use are claimed to happen.",
        kept_by=("law 1",),
    ),
    Row(
        "F2-14",
        "Exposure to stress is graduated; support is not taken away at a stroke.",
        kept_by=("law 1", "explanation.MEANING"),
    ),
    Row(
        "F2-15",
        "Residential care keeps triggers few and the day managed; IOP adds scheduled contact to the person's own surroundings.",
    ),
    Row("F2-16", "To meet a situation, work it through and strengthen the response is claimed to make recovery durable."),
    Row("F2-17", "IOP is level 2.1 with at least 9 hours a week; 12 to 15 are usual in the intensive phase."),
    Row(
        "F2-18",
        (
            "Groups are the main form, with individual sessions every week or two, family work, and skills for prevention, "
            "communication and emotions."
        ),
    ),
    Row("F2-19", "Methods rest on evidence, such as CBT, DBT and motivational interviewing."),
    Row(
        "F2-20",
        (
            "Among 2,400 adults, accountability to peers is claimed to predict abstinence at 6 months better than the frequency "
            "of individual sessions."
        ),
    ),
    Row("F2-21", "Among 340 adults, rehearsing skills between sessions is claimed to have lowered returns to use by 34 %."),
    Row(
        "F2-22",
        (
            "Most people who complete residential care are claimed to benefit from IOP, so the next level down is where a step "
            "leads."
        ),
        kept_by=("placement.step_down",),
    ),
    Row(
        "F2-23",
        (
            "Any of these requires a structured step down: another mental disorder, past trauma, an earlier return to use, a "
            "moderate or severe disorder, an unstable home."
        ),
    ),
    Row(
        "F2-24",
        "What is asked is which program and format fit, not whether there is to be one.",
        kept_by=("decision.Decision.services", "standards.check"),
    ),
    Row("F2-25", "A program has a state license and, at best, accreditation by the Joint Commission or CARF."),
    Row("F2-26", "Each person has an individual plan; one curriculum for all is not enough."),
    Row("F2-27", "A program can treat co-occurring mental disorders."),
    Row("F2-28", "Family work, planning of continuing care and licensed staff for every form of treatment are indispensable."),
    Row(
        "F2-29",
        "Amenities are to be looked past; what counts is whether a program keeps momentum.",
        out_of_scope="Narrative: there is nothing in it to decide by.",
    ),
    Row(
        "F2-30",
        (
            "One schedule for all, no formal aftercare plan, and discharge spoken of only on the last day, not in the first "
            "week, are red flags."
        ),
    ),
    Row(
        "F2-31",
        (
            "Parity law covers IOP, but plans differ: authorization in advance is usual, and documents of medical need decide "
            "how many weeks are covered."
        ),
        kept_by=("disposition.ReasonCode.AUTHORIZATION_PENDING", "disposition.ReasonCode.AUTHORIZATION_DENIED"),
    ),
    Row(
        "F2-32",
        "Benefits are verified first: whether level 2.1 is covered, and whether the program is in the network.",
        kept_by=("library.program_standards.ACCESS",),
    ),
    Row(
        "F2-33",
        "Cost is a barrier only once benefits have been checked, never by assumption.",
        kept_by=("disposition.ReasonCode.COST",),
    ),
    Row("F2-34", "Coverage rests on what is documented.", kept_by=("decision.Decision.explain", "decision.Decision.to_dict")),
    Row("F2-35", "Some people return to a place with no good IOP nearby.", kept_by=("disposition.ReasonCode.DISTANCE",)),
    Row("F2-36", "A virtual IOP removes the barrier of distance."),
    Row(
        "F2-37",
        (
            "Of 1,840 adults, those with an appointment before leaving are claimed to be 2.7 times more likely to come to their "
            "first session."
        ),
    ),
    Row("F2-38", "The time from discharge to the first session is where people are claimed to drop out, so that gap has to go."),
    Row("F2-39", "The day on which the next program starts is fixed before discharge."),
    Row("F2-40", "The record, with diagnosis, medication and history, goes directly to the receiving team."),
    Row("F2-41", "Where programs do not talk to each other, the person has to start over."),
    Row("F2-42", "The philosophy and documents stay the same, and ideally the team; a warm handoff is itself an intervention."),
    Row(
        "F2-43",
        "The next step is scheduled rather than merely referred: the date stands, intake has begun, the record is on its way.",
    ),
    Row(
        "F2-44",
        (
            "Four questions: which program and why, when is the first session, how does the record get there, and who is there "
            "until then."
        ),
        kept_by=("library.program_standards.HANDOFF", "decision.Decision.open_questions"),
    ),
    Row("F2-45", "A vague or missing answer does not count as an answer: keep asking.", kept_by=("law 2",)),
    Row(
        "F2-46",
        "Residential care that ends with no next step confirmed is unfinished; the transition begins before the person leaves.",
        kept_by=("decision.Decision.ready_for",),
    ),
    # F3: intensive outpatient programs.
    Row("F3-1", "IOP consists of regular, structured sessions for substance use and mental health."),
    Row("F3-2", "The levels follow a growing ability to live without drugs and alcohol.", kept_by=("library.stepdown.LADDER",)),
    Row("F3-3", "IOP lies between residential care and aftercare.", kept_by=("library.stepdown.LADDER",)),
    Row("F3-4", "IOP is for people after withdrawal and residential care who need no supervision around the clock."),
    Row(
        "F3-5",
        "Recovery is described as change from within that care allows to begin.",
        out_of_scope="Narrative: there is nothing in it to decide by.",
    ),
    Row(
        "F3-6",
        "Hours a week are set by medical and clinical need, as evaluation and progress show.",
        kept_by=("standards.check",),
    ),
    Row("F3-7", "To quit alone is hardly possible, and can be dangerous."),
    Row("F3-8", "Many people benefit from withdrawal care and residential or inpatient care first."),
    Row("F3-9", "A person in IOP is no risk to self or others."),
    Row("F3-10", "After withdrawal care comes residential care or PHP, and then IOP."),
    Row("F3-11", "By the step down to IOP a person has improved and has learned skills for recovery."),
    Row(
        "F3-12",
        "IOP also suits less severe disorders, and people with duties at home or at work.",
        kept_by=("disposition.ReasonCode.WORK_OR_SCHOOL",),
    ),
    Row("F3-13", "Stepping down by degrees is claimed to be backed by many studies."),
    Row("F3-14", "IOP offers at least 9 hours a week, without a maximum, and the person goes home afterwards."),
    Row(
        "F3-15",
        "Nobody is placed without a physical, psychological and social assessment, or a recent one by qualified staff.",
        kept_by=("rule_set.RuleSet.required_facts",),
    ),
    Row("F3-16", "A program works by methods that are proven."),
    Row("F3-17", "A program has a formal structure, with a plan tailored to the person."),
    Row("F3-18", "The provider is accountable for the plan and for its delivery."),
    Row(
        "F3-19",
        "Treatment is at hand, without waiting lists or hurdles to entry.",
        kept_by=("disposition.ReasonCode.WAITING_LIST",),
    ),
    Row(
        "F3-20",
        "Motivation affects progress, yet people treated by order are claimed to do as well as those who chose to come.",
        kept_by=("law 8",),
    ),
    Row(
        "F3-21",
        (
            "An IOP offers medical care with medication, care for co-occurring disorders, individual and group therapy, and "
            "prevention of a return to use."
        ),
    ),
    Row("F3-22", "The effect of IOP is claimed to be validated by many studies."),
    Row(
        "F3-23",
        "IOP is claimed to be cheaper than acute care and to give more access to programming than outpatient care.",
        kept_by=("law 8",),
    ),
    Row("F3-24", "Medical staff assess health needs and manage medication throughout."),
    Row(
        "F3-25",
        "Mental disorders not recognized before are often found in IOP, so what has changed is assessed anew.",
        kept_by=("assessment.Assessment.replace", "engine.Engine.decide"),
    ),
    Row("F3-26", "Lasting progress in a rather short time is claimed for IOP."),
    Row(
        "F3-27",
        "The plan runs from first assessment on: use, adherence, prevention, identity, family, work or school, life skills.",
    ),
    Row(
        "F3-28", "One provider lists the therapies that it practices.", out_of_scope="House brand: the therapies of one provider."
    ),
    Row(
        "F3-29",
        "Honesty about one's history is asked for, so where each fact comes from is recorded.",
        kept_by=("assessment.FactSources", "assessment.Provenance"),
    ),
    Row("F3-30", "The text was reviewed by a clinician who is named.", kept_by=("rule_set.RuleSet.reviewer",)),
    Row(
        "F3-31",
        "Effects on body and mind, encouragement and a telephone number close the page.",
        out_of_scope="Advertising and contact.",
    ),
    # F4: ten reasons for intensive outpatient programs.
    Row("F4-1", "IOP combines professional care with daily life going on."),
    Row("F4-2", "IOP is structured, personal and based on evidence, with CBT and groups, which is claimed to ease symptoms."),
    Row("F4-3", "IOP is for mild to moderate disorders."),
    Row("F4-4", "There are several sessions a week, by day or in the evening, and the person lives at home."),
    Row("F4-5", "IOP is claimed to keep up to 91 % of people in treatment."),
    Row("F4-6", "IOP is a stage of transition after inpatient care.", kept_by=("library.stepdown.LADDER",)),
    Row("F4-7", "Condensed CBT is claimed to have kept 91 % of veterans with co-occurring disorders in treatment."),
    Row("F4-8", "The Unified Protocol and integrated prolonged exposure are claimed to ease symptoms."),
    Row("F4-9", "Prevention after Marlatt and Gordon teaches how to handle cravings and high-risk situations."),
    Row("F4-10", "Skills for coping are practiced at home, with times that are flexible."),
    Row("F4-11", "Work in groups and with families trains communication and is claimed to reduce cravings."),
    Row(
        "F4-12", "Plans for one's own recovery, 12-step groups among them, are claimed to reduce use when therapy goes with them."
    ),
    Row("F4-13", "IOP together with sober living is claimed to support recovery in the long run."),
    Row("F4-14", "Groups are the core, with role play to gain confidence, and are claimed to keep 91 % in treatment."),
    Row("F4-15", "Groups for substance use and mental health together are claimed to reduce symptoms and use."),
    Row("F4-16", "Support by peers adds to that of the family, and may exceed it."),
    Row("F4-17", "Family sessions mend relationships, and living at home keeps childcare and closeness going."),
    Row("F4-18", "Of post-9/11 veterans 91 % are claimed to have stayed in treatment thanks to work with their families."),
    Row("F4-19", "Times of sessions fit the duties of families."),
    Row("F4-20", "Co-occurring mental disorders can be treated in IOP if treatment is integrated."),
    Row("F4-21", "Treating both disorders at once is claimed to keep more people in treatment, and 91 % of veterans with PTSD."),
    Row("F4-22", "Results are claimed to be the same in person, in hybrid form and by telehealth.", kept_by=("law 8",)),
    Row("F4-23", "Trauma counseling and medication are there for complex needs, such as an eating disorder."),
    Row("F4-24", "A long leave is needless where sessions lie outside working hours."),
    Row(
        "F4-25",
        "IOP leaves more room for work than PHP; fewer barriers are claimed to keep up to 91 % in treatment.",
        kept_by=("disposition.ReasonCode.WORK_OR_SCHOOL", "law 8"),
    ),
    Row(
        "F4-26",
        "IOP is claimed to cost less than inpatient care, to be covered by insurers and to have a similar effect.",
        kept_by=("law 8",),
    ),
    Row("F4-27", "Living at home is claimed to save the cost of residential care and to protect income."),
    Row("F4-28", "IOP is claimed to keep 91 % of those who come from more intensive care."),
    Row("F4-29", "Individual therapy every week, psychiatry and family therapy are offered at one campus that is named."),
    Row("F4-30", "Telehealth keeps care continuous beside daily duties."),
    Row(
        "F4-31",
        "IOP fits after inpatient care as well as at the start of care.",
        kept_by=("placement.admit", "placement.step_down"),
    ),
)

ROWS: Final[Mapping[str, Row]] = {row.id: row for row in _ROWS}
"""Every row by its id, in the order of the articles."""
