-- Purpose: the organisations a person acts for on a day, the functions held there and those lent by somebody who is
--          away and still holds them, and the bodies that ended with the organisation as their successor.
-- Order:   the oldest assignment first, organisations of delegations alone last.
-- Cost:    a few index look-ups; asked once a request.
with recursive held as (
    select a.id, a.organisation_id, a.function, false as lent
      from organisations_assignment a
     where a.person_id = %(person)s and a.from_on <= %(today)s and (a.to_on is null or a.to_on >= %(today)s)
    union all
    select d.id, d.organisation_id, d.function, true
      from organisations_delegation d
     where d.delegate_id = %(person)s and d.from_on <= %(today)s and d.to_on >= %(today)s
       and exists (
           select from organisations_assignment a
            where a.person_id = d.principal_id and a.organisation_id = d.organisation_id and a.function = d.function
              and a.from_on <= %(today)s and (a.to_on is null or a.to_on >= %(today)s))
), before (organisation_id, old_id) as (
    select h.organisation_id, s.old_id
      from held h join organisations_succession s on s.new_id = h.organisation_id and s.on <= %(today)s
    union
    select b.organisation_id, s.old_id
      from before b join organisations_succession s on s.new_id = b.old_id and s.on <= %(today)s
)
select o.id, o.name, o.region_id, o.abolished_on, o.enrolled_on,
       coalesce(array_agg(h.function) filter (where not h.lent), '{}'),
       coalesce(array_agg(h.function) filter (where h.lent), '{}'),
       array(select b.old_id from before b where b.organisation_id = o.id)
  from held h join organisations_organisation o on o.id = h.organisation_id
 group by o.id
 order by min(h.id) filter (where not h.lent) nulls last, min(h.id)
