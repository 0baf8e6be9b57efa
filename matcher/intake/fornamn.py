"""First names: the usual ones in Sweden, of pupils and of their teachers and parents.

Written for this purpose. Names that are ordinary words too (``Saga``, ``Björn``, ``Per``) stand
apart: they only count when a surname follows.
"""

# ruff: noqa: SIM905 - lists of words are easier to read and add to as text

from __future__ import annotations

from typing import Final

FIRST_NAMES: Final = frozenset(
    """
    Abbe Abdi Abdirahman Abdullah Abdullahi Adam Adel Adele Adina Adnan Adrian Agnes Agneta
    Ahmad Ahmed Aida Aisha Alan Albert Albin Aleksander Aleksandra Alex Alexander Alexandra
    Alfred Ali Alice Alicia Alina Alma Alva Alvar Alvin Amal Amanda Amelia Amelie Amin Amina
    Amir Amira Anas Anders Andrea Andreas Andrej Anette Angelica Anita Anja Anna Annelie Anneli
    Annette Annie Annika Anton Antonia Aram Ariana Arman Aron Arthur Artur Arvid Arwen Aryan
    Asma Astrid Axel Aylin Aysha Barbro Bashir Beata Beatrice Bella Bengt Benjamin Berit Bertil
    Bianca Bilal Birger Birgit Birgitta Bodil Boel Britt Britta Calle Camilla Carina Carl Carla
    Carolina Caroline Casper Catarina Catharina Cecilia Celine Charlie Charlotta Charlotte
    Christer Christian Christina Christine Christoffer Cornelia Dalia Daniel Daniela Danilo
    Dante David Denise Dennis Diana Dilan Dina Dino Disa Ebba Ebbe Eddie Edith Edvard Edvin
    Edwin Elena Elias Elif Elin Elina Elis Elisa Elisabet Elisabeth Elise Elizabeth Ella Ellen
    Ellie Ellinor Elliot Elma Elmer Elsa Elsie Elton Elvira Elvis Emanuel Embla Emelie Emil
    Emilia Emily Emma Emmy Enes Engla Eric Erica Erik Erika Erland Ernst Ester Esther Eva
    Evelina Fabian Fadi Faiza Farah Fares Farid Fatima Fatma Fatou Felicia Felix Filip Filippa
    Folke Fredrik Freja Frida Fritjof Gabriel Gabriella Georg Gerd Gertrud Greger Gudrun Gunhild
    Gunilla Gunnar Gunnel Gustaf Gustav Göran Gösta Hala Hamza Hana Hanna Hannah Hannes Hans
    Harald Harry Hasan Hassan Heba Hedda Hedvig Heidi Helen Helena Helene Helin Helmer Henning
    Henric Henrik Henry Herman Hilda Hilma Hjalmar Hiba Hugo Hussein Håkan Ibrahim Ida Idun
    Idris Ilona Ilse Iman Ingela Ingeborg Inger Ingrid Ingvar Irene Irina Irma Isa Isabel
    Isabella Isabelle Isac Isak Ismail Ivan Ivar Jack Jacob Jakob Jamal James Jamila Jana Janne
    Jannike Jasmina Jasmine Jean Jennie Jennifer Jenny Jens Jerker Jesper Jessica Joakim Joel
    Johan Johanna Johannes John Johnny Jonas Jonatan Jonathan Jonna Jonny Jordan Jorge Josef
    Josefin Josefina Josefine Joseph Josephine Josua Judit Judith Jules Julia Julian Julie
    Juliette Julius Justin Jörgen Kajsa Kalle Karim Karin Karl Karolina Kasper Katarina Kate
    Katja Kenneth Kent Kerstin Kevin Khadija Khaled Khalid Kian Kjell Klara Klas Knut Kristian
    Kristin Kristina Kristoffer Krister Laila Lana Lars Lasse Laura Lea Leah Leia Lena Lennart
    Leo Leon Leonard Leonora Leopold Levi Leya Lia Liam Liban Lilian Lilly Lina Linda Linn
    Linnea Linnéa Linus Lisa Lisbeth Lise Lisen Livia Loa Lotta Lova Lovis Lovisa Lucas Lucia
    Ludvig Luis Luka Lukas Luna Lycka Lykke Madeleine Mads Magda Magnus Mahdi Mahmoud Maja
    Majken Malik Malin Malte Manal Mandus Marcus Margareta Margaretha Margit Maria Mariam
    Mariana Marianne Marie Marika Marina Mario Marius Markus Marlene Marta Marten Martin Martina
    Marwa Maryam Mathias Mathilda Mathilde Matilda Mats Matteo Matteus Matthias Mattias
    Maximilian Maya Mehmet Melina Melissa Melker Melvin Meryem Meya Mia Michael Michaela
    Michelle Mikael Mikaela Mila Milan Milla Mille Milo Milton Mimmi Minna Mira Miranda Miriam
    Mohamad Mohamed Mohammad Mohammed Mohamud Molly Mona Monica Monika Monira Morgan Muhammad
    Musa Mustafa Märta Mårten Nabil Nada Nadia Nadja Naima Nanna Naomi Natalia Natalie Natasha
    Nathalie Nellie Nelly Nicklas Niclas Nicole Nicolas Niklas Nikola Nils Nina Noa Noah Noel
    Noelle Nora Nour Novalie Olav Ole Oliver Olivia Olle Olof Olov Omar Oscar Oskar Osman Otto
    Owen Pamela Patricia Patrik Paul Paula Paulina Peder Peter Petra Petronella Petter Philip
    Pia Pierre Pontus Rachel Ragnhild Rahma Rakel Ralf Rami Ramona Rana Rania Rasmus Rayan
    Rebecca Rebecka Reem Regina Reza Rikard Rickard Robert Roberto Robin Roger Roland Rolf Roni
    Ronja Rosanna Rosita Roza Ruben Sabina Sabrina Safia Said Salma Samer Samir Samira Samuel
    Sandra Sanna Sara Sarah Sebastian Selin Selma Semir Signe Sigrid Sigvard Simon Simone Sirin
    Sixten Sofia Sofie Solveig Sonja Sophia Sophie Staffan Stefan Stefania Stefanie Stella Stina
    Sture Suad Sumaya Sune Susanna Susanne Sven Svea Sverker Sylvia Tage Tanja Tarek Tariq Tea
    Teo Teodor Teresa Theo Theodor Therese Thomas Thor Tilda Tilde Tilia Tim Tina Tobias Tommy
    Tomas Tora Torbjörn Tore Torsten Tove Tuva Tyra Ture Ulf Ulla Ulrica Ulrik Ulrika Urban
    Valdemar Valentin Valeria Valter Vanessa Vendela Vera Verner Veronica Veronika Victor
    Victoria Vidar Viggo Viktor Viktoria Vilhelm Vilgot Ville Vilma Vilmer Vincent Vincents
    Viola Vivianne Walid Walter Wilhelm William Willy Wilma Wilmer Xander Yahya Yara Yasin
    Yasmin Yasmine Ylva Yngve Yohanna Youssef Yousef Yusuf Yvonne Zahra Zain Zainab Zara Zeinab
    Zelal Zlatan Åke Åsa Örjan Östen
    """.split()
)

ALSO_WORDS: Final = frozenset(
    """
    Alf Ann Arne Mina Rita Siri August Bill Bo Björn Dag Dan Ebon Elle Evert Flora Frank Gun
    Heda Helge Hope Iris Ivy Jan Jasmin Jon Juni Kaj Kim Klaus Kurt Leif Liv Lo Loke Love Maj
    Max Mark Mio My Noomi Nova Ove Per Ros Rose Rune Rut Saga Sally Sam Siv Sol Sten Stig
    Stefani Ted Tindra Tom Tor Tord Torun Vega Vide Viking Vilja Vår Vivi
    """.split()
)

SURNAMES: Final = frozenset(
    """
    Abdi Abdullah Adolfsson Ahlberg Ahmad Ahmed Ali Alm Andersson Asplund Berg Berggren Berglund
    Bergman Bergqvist Bergström Björk Björklund Blom Blomqvist Boström Dahl Dahlberg Ek Ekström
    Eklund Engström Falk Forsberg Fransson Hagström Hassan Hedlund Hedman Hellström Hermansson
    Holm Holmberg Holmgren Holmqvist Hussein Håkansson Ibrahim Isaksson Ismail Kaya Khalil Lind
    Lindberg Lindblom Lindgren Lindholm Lindqvist Lindström Lund Lundberg Lundgren Lundin
    Lundqvist Lundström Löfgren Mohamed Mohammed Molin Möller Nguyen Norberg Nordin Nordström
    Nyberg Nyström Omar Osman Palm Sandberg Sandström Sjöberg Sjögren Sjöström Strand Strandberg
    Strömberg Söderberg Söderström Wallin Warsame Westin Wikström Yilmaz Åberg Åkesson Öberg
    Öhman Östlund
    """.split()
)

COMMON: Final = frozenset(
    """
    Vi De Det Den Då Där Här Hur Vad Vem När Om Och Men Att En Ett Alla Ingen Inga Många Några
    Eleverna Elever Barnen Barn Lärarna Lärare Rektor Skolan Skolans Svenska Engelska Matematik
    Matte Musik Bild Slöjd Historia Biologi Kemi Fysik Teknik Idrott Religion Geografi Hemkunskap
    Samhällskunskap Resultat Analys Mål Insats Insatser Ansvarig Namn Klass Årskurs Läsåret Våren
    Hösten Under Efter Före Inom Från Till Med Utan Han Hon Hen Jag Du Sedan Också Kan Ska Har Är
    Kommun Kommunen Enheten Förskolan Gymnasiet Stockholm Göteborg Malmö Uppsala Sverige Finland
    Norge Danmark Syrien Ukraina Somalia Microsoft Google Teams Skolverket Skolinspektionen Unikum
    Februari Mars April Maj Juni Juli Augusti September Oktober November December Januari
    """.split()
)
"""Words that begin sentences and stand in tables of schools; never the first word of a name."""
