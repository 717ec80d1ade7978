-- Purpose: the accounts of those who exercise one of some functions for an organisation on a day: its holders, and who
--          stands in for a holder who is away and still holds it.
-- Cost:    a few index look-ups; asked for every body that hears of a move.
select c.id
  from organisations_account c
 where c.is_active and c.person_id in (
    select a.person_id
      from organisations_assignment a
     where a.organisation_id = %(organisation)s and a.function = any(%(functions)s)
       and a.from_on <= %(today)s and (a.to_on is null or a.to_on >= %(today)s)
    union
    select d.delegate_id
      from organisations_delegation d
     where d.organisation_id = %(organisation)s and d.function = any(%(functions)s)
       and d.from_on <= %(today)s and d.to_on >= %(today)s
       and exists (
           select from organisations_assignment a
            where a.person_id = d.principal_id and a.organisation_id = d.organisation_id and a.function = d.function
              and a.from_on <= %(today)s and (a.to_on is null or a.to_on >= %(today)s))
 )
 order by c.id
