package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tool answers which sentence, with which figure; figures were computed apart. */
class RouterTest {

  static final List<String> CALCULATIONS =
      lines(
          """
          calculá el interés compuesto de 10.000 al 5% anual por 3 años | interes_compuesto | 11.576,25
          si algo sale 12000 y tiene 15% de descuento cuanto pago | descuento | 10.200,00
          una campera de 60000 con 30% dcto, cuanto sale | descuento | 42.000,00
          pague 9000 despues de un 10% de descuento, cuanto costaba antes | precio_original | 10.000,00
          si el PIB nominal es 900 y el deflactor 150, cuanto es el real | pib_real | 600,00
          debo 50 mil al 10% mensual y pago 10 mil por mes, en cuantos meses termino | cancelar_deuda | 8 pagos
          una moto de 4 millones se deprecia 20% por año, cuanto vale en 2 años | depreciacion | 2.560.000,00
          en cuanto tiempo junto 300 mil ahorrando 50 mil por mes | tiempo_para_juntar | 6 meses
          me cuesta 800 y quiero ganar 25%, a cuanto lo vendo | precio_de_venta | 1.000,00
          si la elasticidad es -0,4 y subo el precio, gano mas plata? | ingreso_segun_elasticidad | total: sube
          cobro 200 mil, hace 4 meses que no me aumentan y hay 5% de inflacion por mes, cuanto vale hoy mi sueldo | poder_de_compra_de_un_ingreso | 164.540,49
          la inflacion fue 2% por mes, cuanto es en el año | tasa_acumulada | 26,82 %
          sacale el iva a 24200 en argentina | precio_sin_iva | 20.000,00
          cuanto es el iva de 1000 en chile | precio_con_iva | 190,00
          que multiplicador da una pmc de 0,75 | multiplicador | 4
          vendo a 100 algo que me costo 80, que margen tengo | margen | 25,00 %
          la elasticidad es -0.5 y el precio sube 10%, cuanto baja la cantidad | ingreso_segun_elasticidad | -5,00 %
          cuanto es 20 dolares en pesos a 1300 | cambio_de_moneda | 26.000,00
          el pib paso de 500 a 530, cuanto crecio | variacion_porcentual | 6,00 %
          prestamo de 10000 a 24 meses al 2% mensual | cuota_prestamo | 528,71
          gano 300 mil, me aumentaron 8% y despues 5%, cuanto gano ahora | aumento | 340.200,00
          cuanto vale hoy 1 millon que me pagan en 3 años con tasa del 10 | valor_presente | 751.314,80
          vendo empanadas a 800, me cuestan 450 cada una y pago 120 mil de alquiler, cuantas tengo que vender | punto_de_equilibrio_empresa | enteras, 343
          un producto de 30000 con 20% off y despues otro 10% sobre eso | descuento | 21.600,00
          pague 8500 con 15% de descuento, cual era el precio original? | precio_original | 10.000,00
          gano 800000 y me aumentan 12,5%, cuanto paso a cobrar | aumento | 900.000,00
          mi alquiler es 200000 y aumenta 45%, cuanto pago | aumento | 290.000,00
          el precio con iva incluido es 24200, cuanto es sin iva? (21%) | precio_sin_iva | 20.000,00
          el precio sin iva es 20000, cuanto sale con iva del 21% | precio_con_iva | 24.200,00
          compre a 1500 y vendi a 2100, q ganancia porcentual tuve | margen | 40,00 %
          si vendo 40 unidades a 250 c/u cual es el ingreso total y cuanto gano si el costo total fue 7200? | ingreso_y_ganancia | 2.800,00
          12 cuotas de 10000 o 90000 al contado, que me conviene? tasa 3% mensual | cuotas_o_contado | 99.540,04
          350 dolares a 1200 cada uno cuantos pesos son | cambio_de_moneda | 420.000,00
          tengo 600000 pesos y el dolar esta a 1.200, cuantos dolares me alcanzan | cambio_a_moneda_extranjera | 500,00
          regla del 72 al 6% | regla_del_72 | unos 12 años
          cuanto tardo en duplicar mi plata al 8% anual | regla_del_72 | unos 9 años
          perpetuidad de 2000 por año con tasa del 10% | perpetuidad | 20.000,00
          renta perpetua de 1000 por mes al 2% mensual | perpetuidad | 50.000,00
          préstamo de 500000, sistema alemán, 5% mensual, 10 cuotas. cuanto es la primera cuota? | amortizacion_alemana | 75.000,00
          capm con rf 4%, beta 1.2 y rendimiento de mercado 10% | capm | 11,20 %
          PBI con consumo 500, inversion 200, gasto publico 150, exportaciones 100 e importaciones 80 | pib_por_gasto | 870,00
          invierto 100 mil al 5% mensual compuesto por 6 meses | interes_compuesto | 134.009,56
          deposito 10000 por mes al 2% mensual durante 12 meses cuanto junto | valor_futuro_anualidad | 134.120,90
          interes compuesto capital 1000 tasa 12% anual tiempo 2 años capitalización mensual | interes_compuesto | 1.269,73
          interes compueto de $ 50 mil al 3% mensual durante 18 meses | interes_compuesto | 85.121,65
          calcular interes compuesto 10000, tasa 6% anual, 4 años, capitalizable trimestralmente | interes_compuesto | 12.689,86
          interés compuesto de 1000 al 12% anual por 2 años con m = 12 | interes_compuesto | 1.269,73
          ¿qué es y cuánto da el interés compuesto de 10.000 al 5% anual por 3 años? | interes_compuesto | 11.576,25
          valor futuro de 1000 al 5% por 10 años | interes_compuesto | 1.628,89
          compound interest of 1,000.50 at 5% for 2 years | interes_compuesto | 1,103.05
          interés compuesto de 10.000 euros al 5% anual por 3 años | interes_compuesto | € 11.576,25
          ¿Cuánto gano con interés simple de 2,5 millones al 40% anual en 6 meses? | interes_simple | 500.000,00
          calculame el interés simple de 1.500,50 al 8 por ciento anual por dos años | interes_simple | 240,08
          interés simple 1000 5 3 | interes_simple | 150,00
          interés simple de 2000 al 5% por 3 años | interes_simple | 300,00
          INTERES SIMPLE DE 1000 AL 10% ANUAL POR 1 AÑO | interes_simple | 100,00
          valor presente de 10.000 a cobrar en 3 años al 5% anual | valor_presente | 8.638,38
          valor actual de 500000 dentro de 12 meses al 2% mensual | valor_presente | 394.246,59
          cuánto es la TEA de una TNA del 60% con capitalización mensual | tna_a_tea | 79,59 %
          convertí una TNA de 75% a TEA | tna_a_tea | 106,99 %
          TEA equivalente a una tasa mensual del 5% | tna_a_tea | 79,59 %
          TEA de TNA 40% capitalizando cada 30 días | tna_a_tea | 48,23 %
          tasa efectiva de una tasa nominal del 24% con capitalización trimestral | tna_a_tea | 26,25 %
          pasar TEA 79,59% a TNA | tea_a_tna | 60,00 %
          cuál es la TNA de una TEA del 100% con capitalización mensual | tea_a_tna | 71,36 %
          ¿cuál es la TNA si la TEA es 100%? | tea_a_tna | 71,36 %
          plazo fijo de 100.000 a 30 días con TNA 75% | plazo_fijo | 6.164,38
          cuánto rinde un plazo fijo de $500.000 a 60 días al 37% | plazo_fijo | 30.410,96
          calculá un plazo fijo de 1 millón con TNA 36,5% | plazo_fijo | 30.000,00
          VAN de -1000, 400, 500, 600 al 10% | van | 227,65
          van de -1000, 400, 500, 600 al 10 | van | 227,65
          VAN de -1000,400,500,600 con tasa 10% | van | 227,65
          calcula el valor actual neto de una inversión inicial de 1000 y flujos de 400, 500 y 600 con tasa del 10% | van | 227,65
          npv of -1000, 400, 500, 600 at 10% | van | 227.65
          TIR de -1000; 400; 500; 600 | tir | 21,65 %
          invierto 5000 y recibo 2000, 2500 y 3000, cuál es la TIR | tir | 21,65 %
          tasa interna de retorno de -5000, 2000, 2500, 3000 | tir | 21,65 %
          TIR de -100, 230, -132 | tir | Hay 2 TIR: 10,00 %; 20,00 %
          TIR de 100, 200 | tir | no hay TIR
          valor presente de una anualidad de 1.000 al 5% anual durante 10 años | valor_presente_anualidad | 7.721,73
          valor actual de una renta de 500 mensuales por 5 años al 2% mensual | valor_presente_anualidad | 17.380,44
          valor futuro de una anualidad anticipada de 1000 al 5% por 10 años | valor_futuro_anualidad | 13.206,79
          cuánto junto con una anualidad de 100 por mes durante 2 años al 24% anual, valor futuro | valor_futuro_anualidad | 3.042,19
          cuota de un préstamo de 1.000.000 a 24 meses con TNA 75% | cuota_prestamo | 81.529,09
          cuota de un prestamo de 100000 en 12 cuotas al 60% anual | cuota_prestamo | 11.282,54
          ¿qué cuota pago por un crédito de 5 millones a 36 meses con una TNA del 45%? | cuota_prestamo | 255.353,02
          cuota de una hipoteca de 100.000 dólares a 20 años al 6% anual | cuota_prestamo | US$ 716,43
          cuota mensual de un préstamo de 20000 a 5 años, tasa 12% | cuota_prestamo | 444,89
          tabla de amortización francesa de 100000 al 3% mensual en 6 cuotas | amortizacion_francesa | 18.459,75
          tabla de amortización de 100.000 al 10% anual en 5 años | amortizacion_francesa | 26.379,75
          cuadro de amortización francés de 50000 a 36 meses con TNA 48% | amortizacion_francesa | 2.644,34
          ajustar 50.000 por una inflación del 4% mensual durante 12 meses | ajuste_por_inflacion | 80.051,61
          si el sueldo es 100000 y la inflación fue del 25%, ajustá por inflación | ajuste_por_inflacion | 125.000,00
          ajustar por inflación $ 1.000 si el IPC pasó de 120 a 180 | ajuste_por_indice | 1.500,00
          ajustar 50.000 por inflación si el IPC pasó de 120 a 180 | ajuste_por_indice | 75.000,00
          ajuste por inflación del 25% sobre 1000 | ajuste_por_inflacion | 1.250,00
          actualizá 50.000 con el IPC: pasó de 120 a 180 | ajuste_por_indice | 75.000,00
          inflación si el IPC pasó de 100 en 2020 a 150 en 2021 | inflacion | 50,00 %
          calcular la inflación con índice inicial 250 e índice final 300 | inflacion | 20,00 %
          tasa real si la tasa nominal es 50% y la inflación 30% | tasa_real | 15,38 %
          con inflación del 30% y tasa nominal del 50%, ¿cuál es la tasa real? | tasa_real | 15,38 %
          tasa de interés real: nominal 10%, inflación 12% | tasa_real | -1,79 %
          variación porcentual de 80 a 100 | variacion_porcentual | 25,00 %
          qué variación porcentual hay si el precio pasa de 200 a 150 | variacion_porcentual | -25,00 %
          cuál es el aumento porcentual de 1.500 a 1.800 | variacion_porcentual | 20,00 %
          si el precio sube de 10 a 12 y la cantidad baja de 100 a 80, cuál es la elasticidad | elasticidad_precio | -1,22
          la cantidad baja de 100 a 80 cuando el precio sube de 10 a 12: elasticidad? | elasticidad_precio | -1,22
          elasticidad P1=10, P2=12, Q1=100, Q2=80 | elasticidad_precio | -1,22
          elasticidad precio si el precio pasa de 10 a 12 y la cantidad pasa de 100 a 80 | elasticidad_precio | -1,22
          elasticidad si el precio sube 10% y la cantidad baja 20% | elasticidad_precio_por_variaciones | -2,00
          elasticidad ingreso si el ingreso sube de 1000 a 1200 y la cantidad de 50 a 55 | elasticidad_ingreso | 0,52
          elasticidad de la demanda al ingreso: el ingreso aumenta 10% y el consumo aumenta 5% | elasticidad_ingreso_por_variaciones | 0,50
          elasticidad cruzada si el precio del otro bien sube de 5 a 6 y la cantidad sube de 40 a 50 | elasticidad_cruzada | 1,22
          elasticidad cruzada: el precio del café sube 20% y la demanda de té sube 10% | elasticidad_cruzada_por_variaciones | 0,50
          elasticidad en el punto P=20 de Qd=100-2P | elasticidad_punto | -0,67
          equilibrio Qd=100-2P Qs=20+3P | equilibrio | P* = 16
          calculá el equilibrio de mercado con Qd = 100 - 2P y Qs = 20 + 3P | equilibrio | Q* = 68
          precio de equilibrio si la demanda es 100 - 2P y la oferta es 20 + 3P | equilibrio | P* = 16
          equilibrio con a=100, b=-2, c=20, d=3 | equilibrio | P* = 16
          equilibrio Qd = 50 - 0,5P ; Qs = -10 + 1,5P | equilibrio | P* = 30
          equilibrio P = 50 - 0,5Q y P = 10 + 0,5Q | equilibrio | Q* = 40
          excedente del consumidor y del productor con Qd=100-2P y Qs=20+3P | excedentes | 1.860,00
          calcula los excedentes: Qd = 100 - 2P, Qs = -20 + 3P | excedentes | 1.126,67
          deflactor del PIB con PIB nominal 500 y PIB real 400 | deflactor_pib | 125,00
          si el PIB nominal es 500 y el PIB real es 400, ¿cuál es el deflactor? | deflactor_pib | 125,00
          PIB real con PIB nominal 500 y deflactor 125 | pib_real | $ 400,00
          cuál es el PIB real si el nominal es 1.200 y el deflactor 150 | pib_real | $ 800,00
          tipo de cambio real con nominal 100, precios externos 120 y precios internos 150 | tipo_de_cambio_real | 80,00
          tipo de cambio real: dólar 1000, precios internos 200, precios externos 110 | tipo_de_cambio_real | 550,00
          tasa de desempleo con 2 millones de desocupados y 20 millones de población activa | tasa_desempleo | 10,00 %
          hay 150 desempleados y 1350 ocupados, ¿cuál es la tasa de desempleo? | tasa_desempleo | 10,00 %
          tasa de desenpleo: desocupados 8, PEA 100 | tasa_desempleo | 8,00 %
          WACC con capital propio 600, deuda 400, costo del capital propio 15%, costo de la deuda 10% e impuesto 30% | wacc | 11,80 %
          calcular WACC: E=600, D=400, ke=15%, kd=10%, t=30% | wacc | 11,80 %
          precio de un bono de valor nominal 1.000 con cupón del 8%, rendimiento 10% y plazo 5 años | precio_bono | 924,18
          precio de un bono de 1000, cupón 6% con pagos semestrales, tasa 8%, 10 años | precio_bono | 864,10
          punto de equilibrio con costos fijos 10.000, precio 50 y costo variable 30 | punto_de_equilibrio_empresa | 500 unidades
          break even: costos fijos 5000, costo variable unitario 5, precio de venta 15 | punto_de_equilibrio_empresa | 500 unidades
          umbral de rentabilidad con costo fijo 20000, precio 100, costo variable 60 | punto_de_equilibrio_empresa | 500 unidades
          capital 5000, tasa 10% anual, 4 años, interés compuesto capitalizado semestralmente | interes_compuesto | 7.387,28
          cual es la tir de un proyecto que cuesta 10.000 y da 4.000 por año durante 3 años | tir | 9,70 %
          VAN de una inversión de 1000 y 100 por mes durante 1 año al 1% | van | 125,51
          calcular elasticidad precio de la demanda P1 = 20 P2 = 25 Q1 = 500 Q2 = 400 | elasticidad_precio | -1,00
          demanda: Q = 80 - 2P, oferta: Q = 2P, equilibrio? | equilibrio | P* = 20
          WACC: 60% capital propio al 14%, 40% deuda al 9%, impuestos 35% | wacc | 10,74 %
          tea de 5% mensual | tna_a_tea | 79,59 %
          unas zapatillas de 120 lucas tienen 20% de descuento y encima otro 15%, ¿a cuánto quedan? | descuento | 81.600,00
          una campera de 80 lucas con 25% de descuento cuanto pago | descuento | 60.000,00
          interés simple de 2 palos al 10% anual por 1 año | interes_simple | 200.000,00
          interés simple de un palo y medio al 10% anual por 1 año | interes_simple | 150.000,00
          interés simple de dos millones y medio al 10% anual por 1 año | interes_simple | 250.000,00
          interés simple de medio palo al 10% anual por 1 año | interes_simple | 50.000,00
          interés compuesto de 20 mil al uno y medio por ciento mensual por medio año | interes_compuesto | 21.868,87
          interés simple de 1,2 millones al medio por ciento mensual por un año | interes_simple | 72.000,00
          si me prestan 250 mil pesos al 4 por ciento mensual y no pago nada hasta el final, cuánto debo al cabo de un año | interes_compuesto | 400.258,05
          un televisor que valía 899.000 lo dejaron en 674.250, ¿de cuánto fue la rebaja en porcentaje? | rebaja_porcentual | 25,00 %
          una mesa salía 120 lucas y ahora la venden a 90 lucas, qué descuento es | rebaja_porcentual | 25,00 %
          un pantalón que cuesta 40.000 lo rebajaron a 34.000, cuánto fue el descuento | rebaja_porcentual | 15,00 %
          valía 12000 y me descontaron 1800, ¿qué porcentaje me descontaron? | rebaja_porcentual | 15,00 %
          la factura me vino por 48.400 con el IVA del 21 ya adentro, cuál era el neto | precio_sin_iva | 40.000,00
          pagué 1.210 con IVA incluido del 21%, cuánto es sin IVA | precio_sin_iva | 1.000,00
          mi sueldo era de 1.450 euros y me lo han subido un 3,2 %, ¿en cuánto se me queda? | aumento | € 1.496,40
          el alquiler era 300 lucas y subió 20%, ¿cuánto pago ahora? | aumento | 360.000,00
          si los precios suben 6% todos los meses, ¿cuánto habrán subido en medio año? | tasa_acumulada | 41,85 %
          la inflación es 4% mensual, ¿cuánto acumula en año y medio? | tasa_acumulada | 102,58 %
          una tasa del uno y medio por ciento mensual, ¿a cuánto equivale de verdad en el año? | tna_a_tea | 19,56 %
          me van a pagar 500.000 dentro de tres años, ¿cuánto vale eso hoy con una tasa del 12% anual? | valor_presente | 355.890,12
          me subieron el sueldo 40% pero la inflación fue del 55%, ¿cuánto poder de compra perdí? | poder_de_compra | perdido: 9,68 %
          con una inflación del 20% y un aumento del sueldo del 32%, ¿cuánto poder adquisitivo gané? | poder_de_compra | ganado: 10,00 %
          quiero juntar 6000 dólares en dos años y tres meses sin contar intereses, ¿cuánto aparto cada mes? | ahorro_por_mes | US$ 222,22
          quiero juntar 12 palos en 2 años, ¿cuánto tengo que ahorrar por mes al 24% anual? | ahorro_por_mes | 394.453,17
          somos cinco y la cuenta fue 87.350, ¿cuánto pone cada uno? | repartir_cuenta | 17.470,00
          somos 4, la cuenta fue 20 lucas y dejamos 10% de propina, ¿cuánto paga cada uno? | repartir_cuenta | 5.500,00
          salí con 3 amigos y la cuenta fue 20.000, ¿cuánto pone cada uno? | repartir_cuenta | falta: la cantidad de personas
          A jacket costs 85 pounds plus 20% VAT, what do I pay in the end? | precio_con_iva | £ 102.00
          The price including 20% VAT is 120, what is it without VAT? | precio_sin_iva | 100.00
          What is the price before 10% VAT if I paid 110? | precio_sin_iva | 100.00
          compré a 12 lucas algo que antes valía 15 lucas, de cuánto fue el descuento | rebaja_porcentual | 20,00 %
          la nafta sube 3% por mes, ¿cuánto sube en un año? | tasa_acumulada | 42,58 %
          If I put away 200 dollars every month at 6% a year, how much will I have after 5 years? | valor_futuro_anualidad | 13,954.01
          How much interest do I pay on a 15,000 loan at 8% simple interest over nine months? | interes_simple | 900.00
          How much simple interest do I pay on 12,345 at 10% over one year? | interes_simple | 1,234.50
          How much should I save each month to have 6,000 in two years? | ahorro_por_mes | 250.00
          valor futuro de depositar 500 por mes durante 10 años al 6% anual | valor_futuro_anualidad | 81.939,67
          calculá el VAN | van | falta: la tasa (%), los flujos
          quiero calcular la TIR | tir | falta: los flujos
          calcular la cuota de un préstamo de 100000 | cuota_prestamo | falta: la tasa (%), el plazo
          VAN de -1000, 400, 500, 600 | van | falta: la tasa (%)
          ¿cuánto es el interés simple de 1000? | interes_simple | falta: la tasa (%), el tiempo
          calculame el equilibrio | equilibrio | falta: la curva de demanda
          """);

  static final List<String> PURCHASES =
      lines(
          """
          pedí tres cafés de 2.800 y dos medialunas de 950 cada una, y dejo 10% de propina, cuánto es todo | $ 11.330,00
          compré 2 kilos de pan a 1.500 y una gaseosa de 2 lucas, ¿cuánto pagué? | $ 5.000,00
          4 entradas de 12 mil y 2 gaseosas de 3.500 cada una, ¿cuánto es en total? | $ 55.000,00
          how much is 3 coffees at 2.50 and 2 croissants at 3 with a 10% tip? | $ 14.85
          """);

  static final List<String> NO_PURCHASES =
      lines(
          """
          tres cafés por 2.800 y dos medialunas de 950, cuánto es
          tres cafés de 2.800 y dos medialunas de 950 con 15% de descuento, cuánto es todo
          tres cafés de 2.800 y una docena de medialunas de 950, cuánto es todo
          tres cafés de 2.800 y dos medialunas, cuánto es todo
          tres cafés de 2.800 y dos medialunas de 950 más IVA, cuánto es todo
          compré 40 acciones a 250 y las vendí a 300, cuánto es en total
          un préstamo de 10000, cuánto pago en total
          """);

  static final List<String> CHARTS =
      lines(
          """
          gráfico de demanda | Qd = 100 − 2·P
          grafico de oferta Qs = -20 + 4P | desde P = 5
          graficá oferta y demanda Qd = 100 - 2P, Qs = 20 + 3P | P* = 16, Q* = 68
          graficame el equilibrio | P* = 16, Q* = 68
          gráfico de costos | CMg = 10 + q
          dibujá los costos CT = 500 + 20q + 2q^2 | CMg = 20 + 4·q
          grafico de la serie 3; 5,5; 4; 8; 7,2 | 5 valores, de 3 a 7,2
          grafico demanda 50 -5 | Qd = 50 − 5·P
          gráfico de oferta y demanda con a=100, b=-2, c=20, d=3 | P* = 16, Q* = 68
          haceme un gráfico | Puedo hacer estos gráficos
          gráfico de demanda Qd = 100 + 2P | la demanda tiene que bajar con el precio
          gráfico de la serie 5 | al menos dos números
          """);

  static final List<String> OTHERS =
      lines(
          """
          qué es el interés compuesto
          que es el interes simple?
          la inflación de 2001
          ¿cuánto fue la inflación en 2023?
          cuál fue la inflación entre 2001 y 2002
          explicame el VAN
          ¿cómo se calcula el VAN?
          cómo calculo la TIR
          ¿para qué sirve la TIR?
          los precios van a subir 10% en 2 años
          los precios van de 10 a 12
          diferencia entre interés simple y compuesto
          qué significa una tasa de desempleo del 7%
          la tasa de desempleo fue del 7,5% en 2020
          la tasa de desempleo bajó de 9% a 7% en 3 años, ¿por qué?
          qué es la elasticidad precio de la demanda
          oferta agregada
          ¿qué pasa con el equilibrio si sube la demanda?
          PIB real
          diferencia entre PIB nominal y PIB real
          el PIB de Argentina en 2022 fue de 630 mil millones
          deflactor del PIB
          tipo de cambio real
          ¿qué es el WACC?
          fórmula del WACC
          con tasa nominal 50% e inflación 30%, ¿me conviene ahorrar?
          qué es una anualidad vencida
          explicame la amortización francesa con un ejemplo
          ¿qué es un bono a 10 años?
          un bono soberano 2030
          hola
          ¿cuántos años tenés?
          tengo 3 preguntas sobre economía
          ¿qué es la curva de Phillips?
          qué es el punto de equilibrio
          definición de excedente del consumidor
          la crisis de 1929
          ¿quién ganó el mundial de 1978?
          el banco central subió la tasa al 40% en 2019
          el plan de 1991 fijó 1 peso por dólar
          política fiscal expansiva del 2% del PIB
          ventajas del plazo fijo
          ¿conviene un plazo fijo al 37%?
          tengo 3 plazos fijos
          ¿qué son las cuotas sin interés?
          pago en 3 cuotas
          me cobraron una cuota de 5000
          sube la oferta 10%
          ¿cuál es la TIR?
          cuánto es el IPC de 2020
          qué pasó con el desempleo en 1930
          variación estacional
          la elasticidad de la demanda es 1,5
          ¿cómo interpreto un VAN de 500?
          si el VAN es 500 y la TIR es 12%, ¿conviene?
          IS-LM con gasto 100
          qué es un gráfico de barras
          gráfico de la oferta agregada
          ¿para qué sirve el gráfico de costos?
          mi empresa tiene un WACC del 12% y una TIR del 15%
          ¿qué bono conviene, a 5 o 10 años?
          ¿cuántas cuotas tiene un préstamo hipotecario a 30 años?
          el plazo fijo paga 40% y la inflación es 50%
          ¿cuánto creció el PIB entre 2010 y 2020?
          dame 2 diferencias entre VAN y TIR
          explicame en 3 párrafos el interés simple
          ¿un ejemplo de lo que acabas de explicar?
          """);

  @ParameterizedTest
  @FieldSource("CALCULATIONS")
  void aSentenceWithItsNumbersIsCalculatedByTheCalculatorItNames(String line) {
    List<String> row = List.of(line.split(" \\| ", -1));
    List<Tool> answering = answering(row.get(0));
    assertThat(answering).extracting(Tool::name).containsExactly(row.get(1));
    assertThat(text(answering.getFirst(), row.get(0))).contains(row.get(2));
  }

  @ParameterizedTest
  @FieldSource("PURCHASES")
  void quantitiesTimesTheirPricesAreAddedUp(String line) {
    List<String> row = List.of(line.split(" \\| ", -1));
    List<Tool> answering = answering(row.get(0));
    assertThat(answering).extracting(Tool::name).containsExactly("total_de_compra");
    assertThat(text(answering.getFirst(), row.get(0))).contains("**Total: " + row.get(1) + "**");
  }

  @ParameterizedTest
  @FieldSource("NO_PURCHASES")
  void aPurchaseThatIsNotUnderstoodWholeIsNotAddedUp(String sentence) {
    assertThat(answering(sentence)).extracting(Tool::name).doesNotContain("total_de_compra");
  }

  @ParameterizedTest
  @FieldSource("CHARTS")
  void aSentenceThatAsksForAChartGetsOne(String line) {
    List<String> row = List.of(line.split(" \\| ", -1));
    List<Tool> answering = answering(row.get(0));
    assertThat(answering).extracting(Tool::name).containsExactly("grafico");
    assertThat(text(answering.getFirst(), row.get(0))).contains(row.get(1));
  }

  @ParameterizedTest
  @FieldSource("OTHERS")
  void aSentenceThatAsksForKnowledgeIsLeftToOthers(String sentence) {
    assertThat(answering(sentence)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("calculators")
  void theExampleOfEveryCalculatorIsAnsweredByIt(Calculator calculator) {
    List<Tool> answering = answering(calculator.example());
    assertThat(answering).extracting(Tool::name).containsExactly(calculator.name());
    assertThat(text(answering.getFirst(), calculator.example()))
        .contains("Fórmula")
        .doesNotContain("falta:");
  }

  @Test
  void everyCalculatorIsReachedBySomeSentence() {
    List<String> reached =
        CALCULATIONS.stream().map(line -> line.split(" \\| ", -1)[1]).distinct().toList();
    assertThat(reached)
        .containsExactlyInAnyOrderElementsOf(
            new ArrayList<>(Economics.calculators().stream().map(Calculator::name).toList()));
    assertThat(CALCULATIONS).hasSizeGreaterThan(80);
    assertThat(OTHERS).hasSizeGreaterThan(40);
  }

  static Stream<Calculator> calculators() {
    return Economics.calculators().stream();
  }

  private static List<Tool> answering(String sentence) {
    Asked asked = new Asked(sentence);
    return Economics.all().stream().filter(tool -> tool.asked(asked).isPresent()).toList();
  }

  private static String text(Tool tool, String sentence) {
    return tool.asked(new Asked(sentence)).orElseThrow().text();
  }

  private static List<String> lines(String block) {
    return block.lines().toList();
  }
}
