/** Passwords of 8 bytes and more, in lower case, that lists of leaked ones begin with, in Latin and Russian. Shorter ones are refused anyway. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
00000000 000000000 0000000000 0123456789 0987654321 10101010 10203040 1020304050 102030405060 11111111
111111111 1111111111 11112222 11223344 1122334455 112233445566 12121212 12312312 123123123 123321123
12341234 12344321 1234512345 123454321 1234554321 123456123456 123456654321 12345678 123456789 1234567890
1234567891 12345678910 123456789a 12345678a 1234567a 123456aa 123456ab 123456abc 12345abc 1234abcd
1234qwer 123abc123 123qwe123 123qweasd 123qweasdzxc 13131313 147258369 1472583690 147852369 14789632
159357456 159753456 19841984 19871987 19901990 1a2b3c4d 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx
1qaz2wsx3edc 20002000 20202020 22222222 27182818 31415926 314159265 321321321 33333333 369258147
420420420 44444444 55555555 66666666 69696969 741852963 77777777 789456123 7894561230 789456123a 87654321
88888888 888888888 963258741 963852741 987654321 9876543210 99999999 999999999 a1234567 a12345678
a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 abc12345 abc123456 abcabc123 abcd1234 abcd12345
abcde123 abcdef12 abcdefg1 abcdefgh abcdefgh1 abdullah access123 access14 account1 account123 acdcacdc
admin123 admin123! admin1234 admin12345 admin123456 admin1admin admin2020 admin2021 admin2022 admin2023
admin2024 admin2025 admin2026 admin@123 adminadmin administrator ahmed123 alejandra alejandro aleksandr
alex1234 alex12345 alexalex alexander alexander1 alexandra alexandre amanda12 amanda123 america1
america123 anastasia anastasiya andrew12 andrew123 andrey12 andrey123 android1 android123 angel123
angel1234 angelica angelina angels12 anonymous anonymous1 anthony1 anthony123 argentina argentina1
arsenal1 arsenal123 asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl; asdqwe123 ashley12 ashley123 asshole1
asshole123 australia australia1 autumn12 autumn123 autumn2024 autumn2025 azerty123 azertyui azertyuiop
babyboy1 babygirl babygirl1 babygirl12 babygirl123 backup12 backup123 bangladesh barcelona barcelona1
baseball baseball1 baseball123 basketball basketball1 batman12 batman123 beatles1 beautiful beautiful1
benjamin benjamin1 berlin12 berlin123 bestfriend bestfriends bigboss1 bigdaddy bigdaddy1 bitch123
blackberry blahblah blahblah1 blessed1 blessing blink182 blink182! boss1234 boyfriend brasil123 brazil123
brittany brittany1 brother1 brother123 brothers budweiser bullshit bullshit1 business business1 butterfly
butterfly1 california california1 callofduty callofduty1 canada12 canada123 candy123 cannabis carolina
caroline catherine champion champion1 champions change_me changeit changeme changeme! changeme1
changeme123 charlie1 charlie12 charlie123 chelsea1 chelsea123 chevrolet chevy123 chicago1 chicago123
chocolate chocolate1 christ12 christian christian1 christina christine christopher cisco123 ciscocisco
cocacola cocacola1 college1 colombia company1 company123 computer computer1 computer12 computer123
contrasena contraseña cookie12 cookie123 cookies1 corona12
corvette counterstrike courtney cowboys1 crystal1 crystal123 cska1234 cupcake1
daddy123 daddysgirl dallas123 dancer12 dancing1 daniel12 daniel123 danielle danielle1 database database1
database123 debian12 december december1 default1 default123 demo1234 demo12345 demodemo deutschland
developer developer1 diablo123 diamond1 diamond123 dinamo123 director dmitriy1 dmitry123 docker12
docker123 doggy123 dollar12 dolphin1 dolphins dragon12 dragon123 dragon1234 dragonball dragonball1
dragonballz drummer1 eagle123 eagles12 eastside ekaterina elephant elephant1 elizabeth elizabeth1
eminem12 eminem123 engineer engineer1 england1 england123 everyone1 example1 example123 facebook
facebook1 facebook123 faith123 falcon12 familia1 family12 family123 father12 father123 february fernando
ferrari1 ferrari123 flower12 flower123 flowers1 football football1 football12 football123 forever1
foreverlove fortnite fortnite1 fortnite123 france123 france98 francisco freedom1 freedom123 friday13
friends1 friends123 friendship fuckoff1 fuckoff123 fuckyou! fuckyou1 fuckyou123 fuckyou2 gabriel1
gabriela gabriella gandalf1 gangsta1 gangster gangster1 ganjaman germany1 germany123 girlfriend godisgood
godislove gold1234 google12 google123 googlegoogle gorgeous greenday greenday1 guest123 guestguest
guitar12 guitar123 hacker12 hacker123 hackerman harley12 harleydavidson hearts12 heaven12 heaven777
heineken hello123 hello123! hello1234 hello12345 hellohello hellokitty hellokitty1 helloworld hobbit12
hockey123 hope1234 hotsexy1 huawei123 hunter12 hunter123 hunter22 hurricane husband1 ibrahim1 ilovegod
iloveher ilovehim iloveme1 iloveyou iloveyou! iloveyou1 iloveyou12 iloveyou123 iloveyou2 iloveyou3
india123 india1234 indonesia instagram instagram1 internet internet1 internet123 internet2 iphone12
iphone123 iphone13 ironmaiden ironman1 isabella isabelle italia123 january1 jenkins1 jenkins123 jennifer
jennifer1 jessica1 jessica12 jessica123 jesus123 jesus1234 jesuschrist jonathan jonathan1 jordan12
jordan123 jordan23 joshua12 joshua123 juventus katerina katherine kawasaki killer12 killer123 killer1234
kimberly kimberly1 kingdom1 kitty123 kittycat kristina kristina1 kubernetes kvartal1 kvartal123
kvartal1234 kvartalkvartal lakers24 letmein! letmein1 letmein123 letmeinnow letmeinplease lightning
linkedin linkedin1 linkinpark linkinpark1 linux123 liverpool liverpool1 liverpool123 lkjhgfdsa login123
login1234 loginlogin london12 london123 losangeles love1234 love12345 loveforever lovelove lovelove1
lovely12 lovely123 loveme12 loveyou1 lucifer1 lucifer666 lucky123 lucky13! lucky777 ludmila1 macintosh
mackenzie madison1 mafia123 mailru123 malaysia manager1 manager123 manchester manutd123 margaret1
marijuana marina123 marioworld marlboro marlboro1 married1 matrix12 matrix123 matthew1 matthew123
mercedes mercedes1 metallica metallica1 mexico12 mexico123 michael1 michael12 michael123 michelle
michelle1 michelle123 microsoft microsoft1 midnight midnight1 milan1899 million1 millionaire minecraft
minecraft1 minecraft123 mnbvcxz1 mohamed1 mohammed moiparol mommy123 monday123 money123 money1234
moneymoney mongodb1 monkey12 monkey123 monkey1234 moonlight moscow12 moscow123 moskva123 moskva77
motdepasse mother12 mother123 motherfucker motorola motorola1 moyparol muhammad music123 musiclover
mustang1 mustang123 myaccount mylogin1 myparol1 mypass123 mypassword mysecret mysecret1 mysql123 mywife12
naruto12 naruto123 naruto1234 nastya123 natasha1 naughty1 network1 network123 newpass123 newpassword
newyork1 newyork123 nicholas nicholas1 nicole12 nicole123 ninja123 ninja1234 nintendo nintendo1 nirvana1
nirvana123 nobody12 nokia123 nokia1234 nopass123 nopasswd nopassword northside nothing1 nothing123
november november1 number12 number1one october1 office12 office123 oldpassword openopen opensesame
oracle12 oracle123 p4ssw0rd p4ssword p@ssw0rd p@ssw0rd! p@ssw0rd1 p@ssw0rd123 p@ssword pa$$w0rd pa$$word
packers1 pacman12 pakistan pakistan1 pakistan123 panther1 panthers paris123 parol123 parol1234 parol12345
parolparol pass1234 pass12345 pass123456 pass@123 pass@1234 passcode passcode1 passkey1 passpass
passpass1 passphrase passw0rd passw0rd! passw0rd1 password password! password01 password1 password1!
password12 password123 password123! password1234 password12345 password2 password3 passwort passwort1
patricia patrick1 pepsi123 pepsicola peterburg philippines phoenix1 phoenix123 pikachu1 pikachu123
pinkfloyd platinum platinum1 playstation playstation1 playstation2 playstation3 poiuytrewq pokemon1
pokemon12 pokemon123 porsche1 porsche911 postgres postgres1 postgres123 precious precious1 princesa
princess princess1 princess12 princess123 principe private1 private123 public123 puppy123 pussy123
pussycat pwd12345 pwd123456 q1234567 q12345678 q123456789 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123
qazwsxedc qq123456 qwe12345 qwe123qwe qweasd123 qweasdzxc qwer1234 qwerqwer qwerty1! qwerty12 qwerty123
qwerty123! qwerty1234 qwerty12345 qwerty123456 qwertyqwerty qwertyui qwertyuiop rainbow1 rainbow12
rainbow123 realmadrid realmadrid1 redis123 redsox12 register1 rich1234 richard1 richard123 robert12
robert123 roblox12 roblox123 rock1234 rocknroll rockstar rockstar1 root1234 root12345 rootroot rosemary
rossiya1 russia12 russia123 samantha samantha1 samara63 sample123 samsung1 samsung12 samsung123 samurai1
satan666 school12 school123 sebastian sebastian1 secret12 secret123 secret1234 secretpassword security
security1 security123 september september1 sergey12 sergey123 server12 server123 service1 service123
sexy1234 sexybitch sexysexy shadow12 shadow123 shadow1234 signin12 signup12 silver12 silver123 singapore
single12 single123 sister12 slipknot slipknot1 slipknot666 soccer10 soccer12 soccer123 softball softball1
soldier1 something southside spartak1 spartak123 spiderman spiderman1 spiderman123 spring12 spring123
spring2024 spring2025 spring2026 starcraft starcraft1 stardust stargate starlight startrek startrek1
starwars starwars1 starwars123 steelers steelers1 stephanie student1 student123 success1 success123
summer12 summer123 summer2020 summer2021 summer2022 summer2023 summer2024 summer2025 summer2026 sunshine
sunshine1 sunshine12 sunshine123 superadmin superman superman1 superman12 superman123 superuser
supervisor support1 support12 support123 suzuki12 svetlana sweetheart sweetie1 sweety12 sysadmin
sysadmin1 system12 system123 systemofadown tatyana1 teacher1 teacher123 telegram telegram1 telegram123
temp1234 temporary temppass terminator test123! test1234 test12345 test123456 tester123 testing1
testing123 testtest tetris12 thebeatles thomas12 thomas123 thuglife thuglife1 thunder1 thunder123
tiger123 tigger12 tigger123 together tokyo123 toor1234 topsecret tornado1 trustme1 trustno1 trustnoone
twitter1 twitter123 ubuntu12 ubuntu123 ukraine1 university unknown1 user1234 user12345 username username1
username123 useruser valentin valentina vanessa1 verify12 veronica victoria victoria1 vietnam1 vkontakte
vkontakte1 vladimir vladimir1 vladislav vodka123 volcano1 volleyball warcraft warcraft1 warrior1
warrior123 warriors weed4200 welcome! welcome01 welcome1 welcome1! welcome12 welcome123 welcome1234
welcome2 welcome@1 westside whatever whatever1 whatever123 whatsapp whatsapp1 whiskey1 william1
william123 windows1 windows10 windows11 windows123 windowsxp winner12 winner123 winter12 winter123
winter2020 winter2021 winter2022 winter2023 winter2024 winter2025 winter2026 worldofwarcraft xbox360x
xboxlive xiaomi123 yamaha123 yandex123 yankees1 yourpassword youtube1 youtube123 zaq12wsx zaq1zaq1
zelda123 zenit123 zxc12345 zxcvbnm, zxcvbnm1 zxcvbnm123 йцукен12 йцукен123 любовь123 пароль12 пароль123
парольпароль привет123
`
    .trim()
    .split(/\s+/),
);
