comity-law bases RU GB 2020-03-02
echo ----
comity-law bases DK DE 2020-03-02 --kind mutual_legal_assistance
echo ----
comity-law bases UK DE 2021-01-01 --kind extradition
