/**
 * Words of the field that say the same, or nearly: one line a group, written for this project. Behind
 * ` | ` stands what says the opposite. A word may stand in several groups; only words that share one may
 * stand for one another.
 */
export const THESAURUS = `
fast quick rapid speedy efficient performant performance speed faster | slow sluggish inefficient slower
error bug fault defect mistake failure exception problem issue
find locate detect discover identify search lookup seek
change modify alter update edit mutate adjust
create make build generate construct produce instantiate
delete remove erase drop destroy discard
copy duplicate replicate clone
begin start initial first initiate commence | end finish terminate stop last final
store save keep hold persist record retain contain
fetch retrieve get obtain read load access receive
send transmit transfer deliver forward pass
element item entry member object node value
list array sequence collection vector series
function method procedure routine subroutine module
argument parameter input
variable identifier
class type
big large huge great | small little tiny few
increase grow raise enlarge expand more higher | decrease reduce shrink lower lessen less fewer
allow enable permit let | prevent avoid block forbid stop disallow refuse reject
protect guard prevent
need require must necessary depend
show display present print output
divide split partition separate break
join combine merge unite concatenate connect link together
compare contrast check
verify validate test check confirm ensure
order sort arrange sequence
same equal identical | different distinct differ difference vary varies separate another other own
several multiple many various
simple easy straightforward | hard difficult complex complicated
describe define specify explain declare state
size length number count amount
memory space storage
address location place position
point refer reference pointer
call invoke execute run
loop iterate iteration repeat cycle
condition predicate
stack lifo
queue fifo
user client customer person
server backend host
request query ask
response answer reply
program software application code system
step phase stage
whole entire complete full all
part portion piece section segment component fragment
inside within inner internal | outside external outer
before prior previous ahead | after later subsequent next follow
top front head | bottom rear back tail
main primary chief major
left right
data information
hide encapsulate conceal private
reuse reusable recycle
inherit extend derive
unique once
random arbitrary
password credential secret
token jwt session
hash digest
encrypt cipher
authenticate login signin identity
authorize permission access role
cache memoize
database db sql table
transaction atomic
lock mutex exclusive
concurrent parallel simultaneous
thread process worker
retry again
timeout deadline
latency delay lag wait
network connection link
packet segment datagram message
lost drop missing loss
duplicate twice redundant
battery cell power source
bulb lamp light
wire lead
closed complete connected connect attached connection link | gap break broken open opened disconnect disconnected incomplete separated unconnected
terminal node
voltage volt potential
current flow
circuit path loop
air gas
water liquid
heat warm hot temperature thermal | cold cool
sound noise pitch
always every | never rarely
safe secure | unsafe insecure dangerous vulnerable
mutable | immutable
sync synchronous blocking | async asynchronous
valid correct right | invalid incorrect wrong
known | unknown
public | private
encrypted | plaintext
add insert append push | remove delete pop
accept | reject refuse
succeed success | fail failure
static fixed constant | dynamic variable changing
maximum max most | minimum min least
positive | negative
on | off
light bright lighter | dark darker
left | right
rise up | fall down
strong | weak
long | short
load | unload
damaged broken burned burnt nonfunctional faulty dead | working functional
series | parallel
insulator | conductor conduct
necessary needed required | unnecessary optional
high | low
true | false
possible able can | impossible unable cannot
consistent | inconsistent stale
coupled tight dependent | decoupled loose independent
stateful | stateless
ordered sorted | unordered unsorted
vibrate vibration shake
heavy weight mass
force push pull
energy power
plant seed
eat consume feed food
predict hypothesis guess
observe see notice look
measure scale
split separate divide partition extract decompose break pull carve isolate segregate slice
single one sole lone
responsibility concern duty purpose job role
tangled mixed intertwined entangled spaghetti messy
refactor restructure redesign rework rewrite reorganise reorganize cleanup
incremental gradual stepwise step piecemeal iterative phased
revert undo rollback roll reverse backout restore
regression broke break broken breakage
test tests spec coverage covered suite
reproduce reproducing repro replicate
flag toggle switch
release deploy deployment delivery ship rollout publish promote
build compile artefact artifact image bundle
pipeline workflow ci action job
merge merged integrate
commit change patch changeset
history blame log past git
review reviewer approve approval
dependency depend import importer reference coupling coupled relies rely
cycle circular cyclic loop
interface contract api signature abstraction
caller consumer client user dependant importer
implementation inside internals body
layer layering tier level boundary
module package folder component file library
shared common reusable generic helper
inject injection parameter pass hand argument
callback hook handler listener
event publish emit notify announce signal subscribe
duplicate duplication copy copies clone twice repeat repetition
drift diverge apart differ inconsistent
forget forgotten overlook miss missed unnoticed
silent silently swallow swallowed hidden ignore ignored suppress
trace log logged logging logs logger record
monitor monitoring alert alarm metric observe observability dashboard
catch caught handle handler handling except exception try
throw raise rethrow propagate bubble
narrow specific particular precise
broad general generic wide catchall
comment document documented documentation explain note
deliberate intentional intended purpose purposely conscious
default standard normal usual
delete deleted deletion remove erase purge drop wipe
cascade cascading along dependent children child descendants
soft mark marked flag archive archived tombstone
recover recoverable recovery restore undo
gdpr privacy law legal regulation personal erasure anonymise anonymize
lock locked locking block blocking mutex hold
slow expensive costly heavy
cheap inexpensive lightweight
guess guessing brute force crack
attacker thief hacker adversary malicious
leak leaked stolen breach dump exposed compromised
cpu processor core cores compute computation
ratelimit throttle throttling limit limited limiter lockout quota cap
benchmark measure measured measuring profile profiling
tune tuned calibrate adjust raise
scale scaling horizontal replicas instances capacity grow
pool worker workers thread threads dedicated
starve starvation exhaust exhausted saturate saturated overload overwhelm
inject injection injected
bind bound binding placeholder parameterised parameterized prepared parameter
concatenate concatenation interpolate interpolation join joined string
escape escaping quote quotes sanitise sanitize
whitelist allowlist allowed permitted
query statement sql select
loop iterate iteration each every
batch bulk preload eager prefetch
roundtrip trip latency network
page pagination paging bounded
transaction atomic atomically commit rollback
half partial partially incomplete inconsistent inconsistency
together atomically
order ordering sequence
reconcile repair cleanup sweep fix heal
orphan orphans dangling
migration migrate schema alter
compatible compatibility backward backwards tolerate
expand contract
validate validation validator check checked verify sanitise schema
unknown undeclared unexpected extra additional
strip stripped drop dropped ignore discard
reject rejected refuse refused deny strict
privilege elevate escalate escalation admin role permission
assign assignment overwrite set
typo misspelt misspelled misspelling mistake
feedback error message clear
column field attribute property
table entity relation
row record entry
foreign reference constraint referential integrity
index indexes indices
wide large big huge bloated god
feature functionality capability
hot hotspot contention frequent
secret secrets credential credentials token key
fork stranger contributor untrusted outside
concurrency concurrent parallel simultaneous race
queue serialise serialize sequential
cancel abort
stale outdated old expired obsolete
fresh recent new current uptodate
invalidate invalidation evict eviction expire expiry ttl
stampede herd thundering
jitter random randomise randomize spread
retry retries retried again
backoff exponential delay
idempotent idempotency once duplicate
circuit breaker
fallback degrade degraded graceful
redundant redundancy replica replicate replication
failover standby
primary leader master
secondary follower slave
partition shard sharding
consistent consistency agree
eventual eventually later
stateless session
authenticate authentication login signin identity
authorise authorize authorization authorisation access permission
encrypt encryption tls ssl https cipher
sign signature signed
cookie session
stream streaming chunk
buffer memory ram heap
leak grow unbounded
collect garbage gc
compress compression gzip
observer subscriber
poll polling
push websocket realtime live
socket connection
proxy gateway balancer
cdn edge
status code
render rendering paint draw
component widget
accessible accessibility keyboard screen
responsive mobile
state store
immutable readonly frozen
pure effect
mock stub fake double
integration endtoend e2e
unit isolated
flaky unstable nondeterministic intermittent
assumption assume presume
tradeoff trade cost price compromise
benefit advantage gain pro profit
drawback disadvantage downside con
risk risky danger dangerous hazard
simple simplicity plain
readable readability understand understandable clear clarity legible
maintain maintainable maintenance
confuse confusing misleading surprise surprising
owner ownership responsible
team people developer engineer colleague
customer user client person visitor
production prod live
staging environment
configuration config setting settings option
convention rule policy guideline
enforce enforced guarantee ensure
linter lint eslint static analysis
ci automated automatic automatically
manual manually hand
blast radius impact affect affected reach consequence
stable stability unchanged
volatile unstable churn changing
deprecate deprecated obsolete
root cause underlying reason why
symptom visible surface
hotfix quickfix workaround bandaid
postmortem incident outage downtime
edge corner case
precision accuracy exact
approximate estimate rough
vector embedding
sort sorted order
search find lookup
tree branch node
graph edge
hash hashing digest bcrypt argon2 scrypt
salt salted
plain plaintext clear
base64 encode encoding
serialise serialize marshal
parse parser parsing
nullable null nil none undefined missing
optional maybe
integer number numeric int
float decimal
money currency amount
date time timestamp clock
timezone utc
locale language translation
unicode utf
file disk storage volume
backup snapshot copy
container docker image
base alpine distroless debian
kernel os
vulnerability cve exploit
upgrade update bump
pin pinned lock lockfile
license licence
reproducible deterministic repeatable
size small slim minimal lean
attack surface
shell tool
sdk compiler toolchain
layer cache
station host node device machine computer
bandwidth capacity throughput rate
fair fairness equal | unfair unfairness
bus cable medium channel line
token slot turn
collision interference
broadcast multicast flooding flood
route routing router forward
exponential exponentially double doubling
linear linearly
acknowledge acknowledgement acknowledgment ack confirm confirmation
destination receiver recipient target
source sender origin
header field
checksum integrity
overhead cost waste
utilization utilisation load usage
burst bursty bursts
arrival arrivals incoming
probability likelihood chance likely
topology structure layout
subset part special
metropolitan area network
`;
