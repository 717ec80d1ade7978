"""Electronic licences 电子证照: made, audited by another person, issued with a seal, verified, used, objected to; each
keeps the rules it was made under and who holds its seal.

Not here: the catalog of licence types (catalog), who is named as licence officer (organisations). How a file is
drawn, sealed and checked is `seals`. A seal of the local maker never makes a licence legally valid. Serves
Wuhu's licence measure of 2020.
"""
